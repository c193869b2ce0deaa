/* What a shared library takes from crtbeginS.o and libc_nonshared.a elsewhere:
   a handle of its own, atexit for that handle, and the end of it. */
extern int __cxa_atexit(void (*)(void *), void *, void *);
extern void __cxa_finalize(void *);

__attribute__((visibility("hidden"))) void *__dso_handle = &__dso_handle;

__attribute__((visibility("hidden"))) int atexit(void (*handler)(void))
{
	return __cxa_atexit((void (*)(void *))handler, 0, &__dso_handle);
}

__attribute__((destructor)) static void unload(void)
{
	__cxa_finalize(&__dso_handle);
}

package inner

const sysSeccomp = 317

package inner

const sysSeccomp = 277

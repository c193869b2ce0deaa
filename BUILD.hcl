workspace {
  name      = "dbx"
  packages  = "examples"
  platforms = "//platforms"
  epoch     = 1735689600 # 2025-01-01, the time of all files in what is built here
}

variable "optimise" {
  type        = string
  default     = "-O2"
  description = "Compiler optimisation for everything built here"
}

locals {
  # The platforms whose toolchains are cross compilers of Debian bookworm.
  debian_platforms = ["linux-x64", "linux-arm64", "linux-armv6", "linux-armv7", "linux-mipsel", "linux-mips64el"]
  # And that for which C alone can be compiled.
  bookworm_platforms = concat(local.debian_platforms, ["linux-armv6hf"])
  # And that of which the C compiler is of the next release.
  c_platforms = concat(local.bookworm_platforms, ["linux-riscv64"])
}

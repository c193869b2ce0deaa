python "cp311" {
  version = "3.11"
  tag     = "cp311"
}

# Debian trixie's, with images and systems of their own.
python "cp313" {
  version = "3.13"
  tag     = "cp313"
  images = {
    linux-x64     = "//images:host-trixie"
    linux-arm64   = "//images:cross-trixie-arm64"
    linux-armv6   = "//images:cross-trixie-armel"
    linux-riscv64 = "//images:cross-trixie-riscv64"
  }
  runtimes = {
    linux-x64     = "//images:runtime-trixie-amd64"
    linux-arm64   = "//images:runtime-trixie-arm64"
    linux-armv6   = "//images:runtime-trixie-armel"
    linux-riscv64 = "//images:runtime-trixie-riscv64"
  }
}

platform "linux-x64" {
  arch        = "amd64"
  triple      = "x86_64-linux-gnu"
  wheel_tags  = ["linux_x86_64"]
  image       = "//images:host"
  runtime     = "//images:runtime-amd64"
  python      = ":cp311"
  rust_target = "x86_64-unknown-linux-gnu"
  env         = { CFLAGS = [var.optimise] }
  vars        = { openssl = "linux-x86_64" }
}

platform "linux-arm64" {
  arch        = "arm64"
  triple      = "aarch64-linux-gnu"
  wheel_tags  = ["linux_aarch64"]
  image       = "//images:cross-arm64"
  runtime     = "//images:runtime-arm64"
  python      = ":cp311"
  rust_target = "aarch64-unknown-linux-gnu"
  env         = { CFLAGS = [var.optimise] }
  vars        = { openssl = "linux-aarch64" }
}

locals {
  armv6 = ["-march=armv6", "-marm", "-mfloat-abi=soft"]
  # OpenSSL's assembly has code for ARMv7 and ARMv8 behind checks at run time,
  # unless it is told that it never gets there; then the objects are for ARMv6
  # through and through.
  openssl_armv6 = "linux-armv4 -D__ARM_MAX_ARCH__=6 ${local.openssl_locks}"
  # Makes OpenSSL take locks where the processor has no 64-bit atomics. The
  # libatomic that could stand in for them is not on every system, and that of
  # ARM is for ARMv7.
  openssl_locks = "-DBROKEN_CLANG_ATOMICS"
}

# Debian's armel port, with ARMv6 instructions: soft float, unlike the
# hard-float ARMv6 of the Raspberry Pi's own distribution, which has the same tag.
platform "linux-armv6" {
  arch        = "arm"
  variant     = "v6"
  float_abi   = "soft"
  triple      = "arm-linux-gnueabi"
  wheel_tags  = ["linux_armv6l"]
  image       = "//images:cross-armel"
  runtime     = "//images:runtime-armel"
  python      = ":cp311"
  rust_target = "armv5te-unknown-linux-gnueabi"
  rust_flags  = concat(["-C target-feature=+v6"], [for flag in local.armv6 : "-C link-arg=${flag}"])
  env         = { CFLAGS = concat([var.optimise], local.armv6) }
  vars        = { openssl = local.openssl_armv6 }
}

# ARMv7 with hardware floating point: Debian's armhf port.
platform "linux-armv7" {
  arch        = "arm"
  variant     = "v7"
  float_abi   = "hard"
  triple      = "arm-linux-gnueabihf"
  wheel_tags  = ["linux_armv7l"]
  image       = "//images:cross-armhf"
  runtime     = "//images:runtime-armhf"
  python      = ":cp311"
  rust_target = "armv7-unknown-linux-gnueabihf"
  env         = { CFLAGS = [var.optimise] }
  vars        = { openssl = "linux-armv4" }
}

# ARMv6 with hardware floating point. Debian has no system for it, and pip on
# ARMv7 takes no wheel for ARMv6, so what is built is checked but not tried; nor
# is there a standard library for Rust.
platform "linux-armv6hf" {
  arch       = "arm"
  variant    = "v6"
  float_abi  = "hard"
  triple     = "arm-linux-gnueabihf"
  wheel_tags = ["linux_armv6l"]
  image      = "//images:cross-armv6hf"
  python     = ":cp311"
  env        = { CFLAGS = [var.optimise] }
  vars       = { openssl = local.openssl_armv6 }
}

# Both MIPS are little-endian, which their tags do not tell.
platform "linux-mipsel" {
  arch        = "mipsle"
  triple      = "mipsel-linux-gnu"
  wheel_tags  = ["linux_mips"]
  image       = "//images:cross-mipsel"
  runtime     = "//images:runtime-mipsel"
  python      = ":cp311"
  rust_target = "mipsel-unknown-linux-gnu"
  env         = { CFLAGS = [var.optimise] }
  vars        = { openssl = "linux-mips32 ${local.openssl_locks}" }
}

platform "linux-mips64el" {
  arch        = "mips64le"
  triple      = "mips64el-linux-gnuabi64"
  wheel_tags  = ["linux_mips64"]
  image       = "//images:cross-mips64el"
  runtime     = "//images:runtime-mips64el"
  python      = ":cp311"
  rust_target = "mips64el-unknown-linux-gnuabi64"
  env         = { CFLAGS = [var.optimise] }
  vars        = { openssl = "linux64-mips64" }
}

# Debian has it since trixie, and so no Python before that one's.
platform "linux-riscv64" {
  arch        = "riscv64"
  triple      = "riscv64-linux-gnu"
  wheel_tags  = ["linux_riscv64"]
  image       = "//images:cross-trixie-riscv64"
  runtime     = "//images:runtime-trixie-riscv64"
  python      = ":cp313"
  rust_target = "riscv64gc-unknown-linux-gnu"
  env         = { CFLAGS = [var.optimise] }
  vars        = { openssl = "linux64-riscv64" }
}

# Without images: what is for these is taken as others built it, or is pure.
platform "mac-x64" {
  os         = "darwin"
  arch       = "amd64"
  wheel_tags = ["macosx_11_0_x86_64"]
  python     = ":cp311"
}

platform "mac-arm64" {
  os         = "darwin"
  arch       = "arm64"
  wheel_tags = ["macosx_11_0_arm64"]
  python     = ":cp311"
}

platform "windows-x86" {
  os         = "windows"
  arch       = "386"
  wheel_tags = ["win32"]
  python     = ":cp311"
}

platform "windows-x64" {
  os         = "windows"
  arch       = "amd64"
  wheel_tags = ["win_amd64"]
  python     = ":cp311"
}

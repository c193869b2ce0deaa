python "cp311" {
  version = "3.11"
  tag     = "cp311"
}

platform "linux-x64" {
  arch       = "amd64"
  triple     = "x86_64-linux-gnu"
  wheel_tags = ["linux_x86_64"]
  image      = "//images:bookworm"
  python     = ":cp311"
  env        = { CFLAGS = [var.optimise] }
}

platform "linux-arm64" {
  arch       = "arm64"
  triple     = "aarch64-linux-gnu"
  wheel_tags = ["linux_aarch64"]
  image      = "//images:cross-arm64"
  python     = ":cp311"
  env        = { CFLAGS = [var.optimise] }
}

# Debian's armel port, with ARMv6 instructions: soft float, unlike the
# hard-float ARMv6 of the Raspberry Pi's own distribution, which has the same tag.
platform "linux-armv6" {
  arch       = "arm"
  variant    = "v6"
  float_abi  = "soft"
  triple     = "arm-linux-gnueabi"
  wheel_tags = ["linux_armv6l"]
  image      = "//images:cross-armel"
  python     = ":cp311"
  env        = { CFLAGS = [var.optimise, "-march=armv6", "-marm", "-mfloat-abi=soft"] }
}

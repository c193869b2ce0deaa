# A Debian with what builds Python wheels for the machine it runs on.
base_image "bookworm" {
  debian {
    suite    = "bookworm"
    packages = ["gcc", "libc6-dev", "make", "python3-dev", "python3-pip", "python3-setuptools", "python3-wheel"]
  }
}

# What wheels and libraries need on the machine that builds, whatever they are
# built for: one layer, shared by all platforms. It is also the toolchain of
# linux-x64 itself.
image "host" {
  base = ":bookworm"
  debian {
    packages = [
      "cargo", "cython3", "flit", "g++", "libpython3.11", "patchelf", "pkgconf", "perl", "python3-hatchling", "python3-mesonpy",
      "python3-poetry-core", "python3-pycparser", "python3-setuptools-rust", "python3-setuptools-scm", "rustc", "zlib1g-dev",
    ]
  }
  env = { CROSS_TRIPLE = "x86_64-linux-gnu" }
}

locals {
  # The GNU triple of each of Debian's ports, which is in the names of its
  # cross compilers.
  ports = {
    arm64    = "aarch64-linux-gnu"
    armel    = "arm-linux-gnueabi"
    armhf    = "arm-linux-gnueabihf"
    mips64el = "mips64el-linux-gnuabi64"
    mipsel   = "mipsel-linux-gnu"
  }
  # What is compiled and linked against, and the sysconfig data of the Python.
  target_packages = [
    "libexpat1", "libpython3.11", "libpython3.11-dev", "libpython3.11-minimal", "libstd-rust-dev", "zlib1g", "zlib1g-dev",
  ]
}

# A thin layer for each target: a cross compiler, and files of the target beside
# the host's own. What the target would need to run a Python is not there.
image "cross" {
  for_each = local.ports
  base     = ":host"
  debian {
    packages = ["gcc-${each.value}", "g++-${each.value}"]
    extract  = [for name in local.target_packages : "${name}:${each.key}"]
  }
  env = { CROSS_TRIPLE = each.value }
}

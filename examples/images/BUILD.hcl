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

# ARMv6 with hardware floating point, for the first Raspberry Pis' own systems.
image "cross-armv6hf" {
  base = ":cross-armhf"
  copy {
    from = "armv6hf/stub.c"
    to   = "/usr/local/lib/armv6hf/stub.c"
  }
  copy {
    from = "armv6hf/compiler.sh"
    to   = "/usr/local/bin/arm-linux-gnueabihf-gcc"
    mode = "0755"
  }
  copy {
    from = "armv6hf/compiler.sh"
    to   = "/usr/local/bin/arm-linux-gnueabihf-g++"
    mode = "0755"
  }
}

# User-mode emulators, through which programs of other architectures run.
base_image "emulators" {
  debian {
    suite   = "bookworm"
    extract = ["qemu-user-static"]
  }
}

source "qemu" {
  for_each = toset(["aarch64", "arm", "mips64el", "mipsel", "riscv64"])
  oci {
    image = ":emulators"
    file  = "usr/bin/qemu-${each.key}-static"
  }
}

locals {
  # The systems in which what was built is tried, by Debian's port: as Go names
  # the architecture, and as qemu does.
  systems = {
    amd64    = { arch = "amd64" }
    arm64    = { arch = "arm64", qemu = "aarch64" }
    armel    = { arch = "arm", variant = "v6", qemu = "arm" }
    armhf    = { arch = "arm", variant = "v7", qemu = "arm" }
    mips64el = { arch = "mips64le", qemu = "mips64el" }
    mipsel   = { arch = "mipsle", qemu = "mipsel" }
  }
}

# A system of each architecture with its own Python and pip, and nothing that a
# maintainer script would have to make: no command runs for it.
base_image "root" {
  for_each = local.systems
  arch     = each.value.arch
  variant  = try(each.value.variant, null)
  emulator = try(":qemu-${each.value.qemu}", null)
  debian {
    suite = "bookworm"
    extract = [
      "base-files", "dash", "libatomic1", "libbz2-1.0", "libc6", "libcrypt1", "libexpat1", "libffi8", "libgcc-s1", "liblzma5",
      "libncursesw6", "libpython3-stdlib", "libpython3.11-minimal", "libpython3.11-stdlib", "libreadline8", "libsqlite3-0",
      "libssl3", "libstdc++6", "libtinfo6", "libuuid1", "python3", "python3-distutils", "python3-lib2to3", "python3-minimal",
      "python3-pip", "python3-pkg-resources", "python3-ply", "python3-pycparser", "python3-setuptools", "python3-wheel", "python3.11",
      "python3.11-minimal", "zlib1g",
    ]
  }
}

# The certificates that pip looks for, as the package's script put them together.
source "certificates" {
  oci {
    image = ":bookworm"
    file  = "etc/ssl/certs/ca-certificates.crt"
  }
}

image "runtime" {
  for_each = local.systems
  base     = ":root-${each.key}"
  copy {
    from = "passwd"
    to   = "/etc/passwd"
  }
  copy {
    from = ":certificates"
    to   = "/etc/ssl/certs/ca-certificates.crt"
  }
}

# Each says of itself what it is, and has what a wheel and pip ask for.
test "python" {
  for_each = local.systems
  image    = ":runtime-${each.key}"
  command  = ["python3", "test/python_test.py", each.key]
  inputs   = { "test/python_test.py" = "python_test.py" }
}

# Debian's next release, for its Python: the same, of three ports.
base_image "trixie" {
  debian {
    suite    = "trixie"
    packages = ["gcc", "libc6-dev", "make", "python3-dev", "python3-pip", "python3-setuptools", "python3-wheel"]
  }
}

image "host-trixie" {
  base = ":trixie"
  debian {
    packages = [
      "cargo", "cython3", "flit", "g++", "libpython3.13", "patchelf", "perl", "pkgconf", "python3-hatchling", "python3-maturin",
      "python3-mesonpy", "python3-poetry-core", "python3-pycparser", "python3-scikit-build-core", "python3-setuptools-rust",
      "python3-setuptools-scm", "rustc", "zlib1g-dev",
    ]
  }
  env = { CROSS_TRIPLE = "x86_64-linux-gnu" }
}

locals {
  trixie_ports = {
    arm64   = "aarch64-linux-gnu"
    armel   = "arm-linux-gnueabi"
    riscv64 = "riscv64-linux-gnu"
  }
  trixie_target_packages = [
    "libexpat1", "libpython3.13", "libpython3.13-dev", "libpython3.13-minimal", "libpython3.13-stdlib", "libstd-rust-dev", "zlib1g", "zlib1g-dev",
  ]
  trixie_systems = merge(
    { for port in ["amd64", "arm64", "armel"] : port => local.systems[port] },
    { riscv64 = { arch = "riscv64", qemu = "riscv64" } },
  )
}

image "cross-trixie" {
  for_each = local.trixie_ports
  base     = ":host-trixie"
  debian {
    packages = ["gcc-${each.value}", "g++-${each.value}"]
    extract  = [for name in local.trixie_target_packages : "${name}:${each.key}"]
  }
  env = { CROSS_TRIPLE = each.value }
}

base_image "root-trixie" {
  for_each = local.trixie_systems
  arch     = each.value.arch
  variant  = try(each.value.variant, null)
  emulator = try(":qemu-${each.value.qemu}", null)
  debian {
    suite = "trixie"
    extract = [
      "base-files", "dash", "libatomic1", "libbz2-1.0", "libc6", "libcrypt1", "libexpat1", "libffi8", "libgcc-s1", "liblzma5",
      "libncursesw6", "libpython3-stdlib", "libpython3.13-minimal", "libpython3.13-stdlib", "libreadline8t64", "libsqlite3-0",
      "libssl3t64", "libstdc++6", "libtinfo6", "libuuid1", "libzstd1", "python3", "python3-minimal", "python3-pip",
      "python3-ply", "python3-pycparser", "python3-setuptools", "python3-wheel", "python3.13", "python3.13-minimal", "zlib1g",
    ]
  }
}

image "runtime-trixie" {
  for_each = local.trixie_systems
  base     = ":root-trixie-${each.key}"
  copy {
    from = "passwd"
    to   = "/etc/passwd"
  }
  copy {
    from = ":certificates"
    to   = "/etc/ssl/certs/ca-certificates.crt"
  }
}

test "python-trixie" {
  for_each = local.trixie_systems
  image    = ":runtime-trixie-${each.key}"
  command  = ["python3", "test/python_test.py", each.key]
  inputs   = { "test/python_test.py" = "python_test.py" }
}

# A Debian with what builds Python wheels for the machine it runs on.
base_image "bookworm" {
  debian {
    suite    = "bookworm"
    packages = ["gcc", "libc6-dev", "make", "python3-dev", "python3-pip", "python3-setuptools", "python3-wheel"]
  }
}

# Each cross image adds a compiler, and the headers and sysconfig data of the
# target's Python.
image "cross-armel" {
  base = ":bookworm"
  debian {
    packages = ["gcc-arm-linux-gnueabi", "libpython3-dev:armel"]
  }
  env = { CROSS_TRIPLE = "arm-linux-gnueabi" }
}

image "cross-arm64" {
  base = ":bookworm"
  debian {
    packages = ["gcc-aarch64-linux-gnu", "libpython3-dev:arm64"]
  }
  env = { CROSS_TRIPLE = "aarch64-linux-gnu" }
}

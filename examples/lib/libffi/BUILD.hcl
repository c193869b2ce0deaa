source "tarball" {
  sha256 = "d66c56ad259a82cf2a9dfc408b32bf5da52371500b84745f7fb8b645712df676"
  debian_source {
    package = "libffi"
    version = "3.4.4-1"
    file    = "orig"
  }
}

# Foreign function calls, for ctypes and cffi.
action "libffi" {
  command = ["/bin/sh", "recipe/build.sh"]
  inputs = {
    "recipe/build.sh"   = "build.sh"
    "src/libffi.tar.gz" = ":tarball"
  }
  trees  = ["deps/libffi"]
  cpus   = 2
  matrix = { platform = local.c_platforms }
}

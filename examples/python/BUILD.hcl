source "tarball" {
  sha256 = "2411c74bda5bbcfcddaf4531f66d1adc73f247f529aee981b029513aefdbf849"
  debian_source {
    package = "python3.11"
    version = "3.11.2-6+deb12u8"
    file    = "orig"
  }
}

# CPython itself, cross-compiled with the host's Python as the one that builds,
# and linked against the workspace's own OpenSSL and libffi.
action "cpython" {
  command = ["/bin/sh", "recipe/build.sh"]
  inputs = {
    "recipe/build.sh"   = "build.sh"
    "src/python.tar.gz" = ":tarball"
    "deps/openssl"      = "//lib/openssl:${platform.name}"
    "deps/libffi"       = "//lib/libffi:${platform.name}"
  }
  trees  = ["python"]
  cpus   = 2
  matrix = { platform = ["linux-armv6"] }
}

# It starts where it is for, with what it was linked against.
test "starts" {
  image   = platform.runtime
  command = ["python/bin/python3.11", "-I", "test/starts_test.py"]
  inputs = {
    "python"              = ":cpython-${platform.name}"
    "test/starts_test.py" = "starts_test.py"
  }
  matrix = { platform = ["linux-armv6"] }
}

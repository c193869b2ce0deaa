# Modern cryptography, for PyNaCl, in whose sdist it is as its authors release
# it, with a configure script: Debian's archive of it has none.
action "libsodium" {
  command = ["/bin/sh", "recipe/build.sh"]
  inputs = {
    "recipe/build.sh"   = "build.sh"
    "src/pynacl.tar.gz" = "//wheels/pynacl:sdist"
  }
  trees  = ["deps/libsodium"]
  cpus   = 2
  matrix = { platform = local.c_platforms }
}

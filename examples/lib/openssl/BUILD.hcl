source "tarball" {
  sha256 = "c80a01dfc70ece4dc21168932c37739042d404d46ccc81a5986dd75314ecda6f"
  debian_source {
    package = "openssl"
    version = "3.0.20-1~deb12u2"
    file    = "orig"
  }
}

# Static libssl and libcrypto, with headers and pkg-config files that say
# /work/deps/openssl: an action that takes this tree has it there.
action "openssl" {
  command = ["/bin/sh", "recipe/build.sh"]
  inputs = {
    "recipe/build.sh"    = "build.sh"
    "src/openssl.tar.gz" = ":tarball"
  }
  trees  = ["deps/openssl"]
  env    = { OPENSSL_TARGET = platform.vars.openssl }
  cpus   = 2
  matrix = { platform = local.c_platforms }
}

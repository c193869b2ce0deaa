source "sdist" {
  sha256 = "8ac7448f09ab85811607bdd21ec2464495ac8b7c66d146bf545b0f08fb9220ba"
  debian_source {
    package = "python-nacl"
    version = "1.5.0-2"
    file    = "orig"
  }
}

# It has a libsodium of its own, which its setup.py would configure, build and
# test for the machine itself; it is told to take the workspace's.
wheel "pynacl" {
  name           = "PyNaCl"
  version        = "1.5.0"
  source         = ":sdist"
  libraries      = ["//lib/libsodium"]
  build_requires = ["//wheels/cffi"]
  requires       = ["//wheels/cffi"]
  env            = { SODIUM_INSTALL = "system" }
  extensions     = ["nacl._sodium"]
  top_levels     = ["nacl"]
  smoke          = "smoke.py"
  matrix         = { platform = local.bookworm_platforms }
}

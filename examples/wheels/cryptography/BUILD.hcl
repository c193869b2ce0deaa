source "sdist" {
  sha256 = "175c1a818b87c9ac80bb7377f5520b7f31b3ef2a0004e2420319beadedb67290"
  debian_source {
    package = "python-cryptography"
    version = "38.0.4-3+deb12u1"
    file    = "orig"
  }
  # Debian's patches move the Rust half to the crates that Debian has, and mend
  # three vulnerabilities.
  patch_queue {
    from = ":debian"
    skip = [
      "Use-local-python3-doc-inventory.patch", # where Debian's own manuals lie
      "drop-cffi-dep.patch",                   # where Debian's own cffi lies
    ]
  }
}

source "debian" {
  sha256 = "e5a11f3dd11175f14250ff5a46ee244e8f879c307d04dc82d902873097e6454e"
  debian_source {
    package = "python-cryptography"
    version = "38.0.4-3+deb12u1"
    file    = "debian"
  }
}

# The crates that cargo chose among Debian's, with their hashes.
source "lock" {
  files = ["Cargo.lock"]
}

# One half in C, which cffi writes, with OpenSSL as a part of it; one in Rust.
# Both keep to the stable ABI, from 3.7 on since the patches.
wheel "cryptography" {
  version        = "38.0.4"
  source         = ":sdist"
  abi3           = "cp37"
  libraries      = ["//lib/openssl"]
  build_requires = ["//wheels/cffi"]
  requires       = ["//wheels/cffi"]
  extensions     = ["cryptography.hazmat.bindings._openssl", "cryptography.hazmat.bindings._rust"]
  top_levels     = ["cryptography"]
  rust {
    crates   = "//rust:cryptography-38"
    manifest = "src/rust/Cargo.toml"
    lock     = "Cargo.lock"
  }
  smoke  = "smoke.py"
  matrix = { platform = local.debian_platforms }
}

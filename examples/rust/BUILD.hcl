# The crates of cryptography 38.0.4's Rust half, as Debian has them: what cargo
# calls a directory source, each crate with its hash, but for some that Debian has
# no hash of.
base_image "packages" {
  debian {
    suite = "bookworm"
    extract = [
      "librust-aliasable-dev", "librust-asn1-derive-dev", "librust-asn1-dev", "librust-autocfg-dev", "librust-base64-dev",
      "librust-bumpalo-dev", "librust-cfg-if-dev", "librust-chrono-dev", "librust-iana-time-zone-dev", "librust-indoc-dev",
      "librust-inflector-dev", "librust-js-sys-dev", "librust-libc-dev", "librust-lock-api-dev", "librust-log-dev",
      "librust-memoffset-dev", "librust-num-integer-dev", "librust-num-traits-dev", "librust-once-cell-dev",
      "librust-ouroboros-dev", "librust-ouroboros-macro-dev", "librust-parking-lot-core-dev", "librust-parking-lot-dev",
      "librust-pem-dev", "librust-proc-macro-error-attr-dev", "librust-proc-macro-error-dev", "librust-proc-macro2-dev",
      "librust-pyo3-build-config-dev", "librust-pyo3-dev", "librust-pyo3-ffi-dev", "librust-pyo3-macros-backend-dev",
      "librust-pyo3-macros-dev", "librust-quote-dev", "librust-scopeguard-dev", "librust-smallvec-dev", "librust-syn-dev",
      "librust-syn-mid-dev", "librust-target-lexicon-dev", "librust-unicode-ident-dev", "librust-unindent-dev",
      "librust-version-check-dev", "librust-wasm-bindgen-backend-dev", "librust-wasm-bindgen-dev",
      "librust-wasm-bindgen-macro-dev", "librust-wasm-bindgen-macro-support-dev", "librust-wasm-bindgen-shared-dev",
    ]
  }
}

source "cryptography-38" {
  oci {
    image = ":packages"
    path  = "usr/share/cargo/registry"
  }
}

# The lock file that cargo made of these crates, with which they are built, is
# true of them.
test "crates" {
  image   = "//images:host"
  command = ["python3", "test/crates_test.py"]
  inputs = {
    "crates"              = ":cryptography-38"
    "test/Cargo.lock"     = "//wheels/cryptography:lock"
    "test/crates_test.py" = "crates_test.py"
  }
}

# A program of Rust's standard library and of crates, for another processor.
action "program" {
  command = ["/bin/sh", "recipe/build.sh"]
  inputs = {
    "crates"          = ":cryptography-38"
    "recipe/build.sh" = "build.sh"
    "src"             = glob(["says/**"])
  }
  outputs = ["bin/says"]
  env = {
    RUST_TARGET = platform.rust_target
    RUST_FLAGS  = join(" ", concat(["-C codegen-units=1 -C link-arg=-s -C link-arg=-Wl,--build-id=none"], coalesce(platform.rust_flags, [])))
  }
  matrix = { platform = local.debian_platforms }
}

test "says" {
  image   = platform.runtime
  command = ["/bin/sh", "-ec", "case $(says) in 'YnVpbHQgZWxzZXdoZXJl '*) ;; *) exit 1 ;; esac"]
  inputs  = { "bin/says" = ":program-${platform.name}" }
  env     = { PATH = "/work/bin" }
  matrix  = { platform = local.debian_platforms }
}

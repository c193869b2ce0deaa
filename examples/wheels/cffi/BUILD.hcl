source "sdist" {
  sha256 = "d400bfb9a37b1351253cb402671cea7e89bdecc294e8016a707f6d1d8ac934f9"
  debian_source {
    package = "python-cffi"
    version = "1.15.1-5"
    file    = "orig"
  }
}

# Calls to C, through a libffi that is part of the module.
wheel "cffi" {
  version    = "1.15.1"
  source     = ":sdist"
  libraries  = ["//lib/libffi"]
  extensions = ["_cffi_backend"]
  top_levels = ["_cffi_backend", "cffi"]
  smoke      = "smoke.py"
  matrix     = { platform = local.bookworm_platforms }
}

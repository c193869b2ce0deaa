source "sdist" {
  sha256 = "d584d9ec91ad65861cc08d42e834324ef890a082e591037abe114850ff7bbc3e"
  debian_source {
    package = "pyyaml"
    version = "6.0.2-1"
    file    = "orig"
    suite   = "trixie"
  }
}

# Without libyaml its setup.py leaves out the parser in C and calls it success,
# unless it is told not to.
wheel "pyyaml" {
  name       = "PyYAML"
  version    = "6.0.2"
  source     = ":sdist"
  libraries  = ["//lib/libyaml"]
  env        = { PYYAML_FORCE_LIBYAML = "1" }
  extensions = ["yaml._yaml"]
  top_levels = ["_yaml", "yaml"]
  smoke      = "smoke.py"
  matrix     = { platform = local.bookworm_platforms }
}

source "sdist" {
  sha256 = "71d4039bbdec91e3e7591ec5d6c943c58f9a2d17e5f6783acdc378f743fcdd2a"
  debian_source {
    package = "python-toml"
    version = "0.10.2-1"
    file    = "orig"
  }
}

# Pure Python, for Python 2 as well, out of a tag's archive: setuptools runs.
wheel "toml" {
  version    = "0.10.2"
  source     = ":sdist"
  top_levels = ["toml"]
  smoke      = "smoke.py"
  matrix     = { platform = ["any"] }
}

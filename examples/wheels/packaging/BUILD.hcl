source "sdist" {
  sha256 = "d443872c98d677bf60f6a1f2f8c1cb748e8fe762d2bf9d3148b5599295b0fc4f"
  debian_source {
    package = "python-packaging"
    version = "25.0-1"
    file    = "orig"
    suite   = "trixie"
  }
}

# Pure Python, built by flit: one wheel for all platforms.
wheel "packaging" {
  version    = "25.0"
  source     = ":sdist"
  top_levels = ["packaging"]
  smoke      = "smoke.py"
  matrix     = { platform = ["any"] }
}

source "sdist" {
  sha256 = "31351a702a408a9e7595a8fc6150fc3f43bb6bf7e319770cbc0db9df9437e852"
  debian_source {
    package = "jinja2"
    version = "3.1.2-1+deb12u3"
    file    = "orig"
  }
}

# Pure Python, and its egg-info says all: nothing needs to be run.
wheel "jinja2" {
  name    = "Jinja2"
  version = "3.1.2"
  source  = ":sdist"
  static  = true
  # It is tried on the machine that builds.
  requires = ["//wheels/markupsafe:linux-x64"]
  smoke    = "smoke.py"
  matrix   = { platform = ["any"] }
}

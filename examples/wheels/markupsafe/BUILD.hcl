source "sdist" {
  sha256 = "abcabc8c2b26036d62d4c746381a6f7cf60aafcc653198ad678306986b09450d"
  debian_source {
    package = "markupsafe"
    version = "2.1.2-1"
    file    = "orig"
  }
}

wheel "markupsafe" {
  name    = "MarkupSafe"
  version = "2.1.2"
  source  = ":sdist"
  patches = glob(["patches/*.patch"])
  # Its setup.py takes a failing compiler for "no speed-ups wanted".
  extensions = ["markupsafe._speedups"]
  smoke      = "smoke.py"
  matrix     = { platform = local.bookworm_platforms }
}

source "sdist" {
  sha256 = "733e2456b68f3f126ddaf2cd500a33b25146c3676b97ea843665717bda0c5d43"
  debian_source {
    package = "python-hiredis"
    version = "2.3.2-2"
    file    = "orig"
    suite   = "trixie"
  }
}

wheel "hiredis" {
  version    = "2.3.2"
  source     = ":sdist"
  extensions = ["hiredis.hiredis"]
  top_levels = ["hiredis"]
  smoke      = "smoke.py"
  matrix     = { platform = local.bookworm_platforms }
}

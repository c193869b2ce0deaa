source "sdist" {
  sha256 = "f9e8d81d0405ba66d181529af42a3354f838c939095ff99930da6aa9cdf6fe46"
  debian_source {
    package = "brotli"
    version = "1.0.9-2"
    file    = "orig"
  }
}

# A module in C++, with the compiler's own library as a part of it: not every
# system has a libstdc++, or one that is new enough.
wheel "brotli" {
  name       = "Brotli"
  version    = "1.0.9"
  source     = ":sdist"
  env        = { LDFLAGS = ["-static-libstdc++", "-static-libgcc", "-Wl,--exclude-libs,ALL"] }
  extensions = ["_brotli"]
  top_levels = ["_brotli", "brotli"]
  smoke      = "smoke.py"
  matrix     = { platform = local.bookworm_platforms }
}

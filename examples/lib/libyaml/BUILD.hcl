source "tarball" {
  sha256 = "fa240dbf262be053f3898006d502d514936c818e422afdcf33921c63bed9bf2e"
  debian_source {
    package = "libyaml"
    version = "0.2.5-1"
    file    = "orig"
  }
}

# YAML's parser and emitter, for PyYAML.
action "libyaml" {
  command = ["/bin/sh", "recipe/build.sh"]
  inputs = {
    "recipe/build.sh"    = "build.sh"
    "src/libyaml.tar.gz" = ":tarball"
  }
  trees  = ["deps/libyaml"]
  matrix = { platform = local.c_platforms }
}

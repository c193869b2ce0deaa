# Commands of another architecture than the machine's, here arm64 on amd64,
# through a qemu that is a result like others: its bytes are in their keys.

# Nothing of it runs but dpkg: it is there to be taken apart.
base_image "tools" {
  debian {
    suite    = "bookworm"
    packages = ["busybox-static:arm64", "qemu-user-static"]
  }
}

source "qemu" {
  oci {
    image = ":tools"
    file  = "usr/bin/qemu-aarch64-static"
  }
}

source "busybox" {
  oci {
    image = ":tools"
    file  = "bin/busybox"
  }
}

# Placing files needs no emulator; run does, and so do actions.
image "arm64" {
  arch       = "arm64"
  emulator   = ":qemu"
  entrypoint = ["/bin/sh"]
  copy {
    from = ":busybox"
    to   = "/bin/busybox"
  }
  run {
    command = ["/bin/busybox", "--install", "-s", "/bin"]
  }
}

action "machine" {
  image   = ":arm64"
  command = ["/bin/sh", "-ec", "uname -m >machine"]
  outputs = ["machine"]
}

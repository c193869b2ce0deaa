# A command of one's own: the cross compiler of each platform's image.
action "hello" {
  command = ["/bin/sh", "-c", "$CC $CFLAGS -static -s -Wl,--build-id=none -o bin/hello src/hello.c"]
  inputs  = { "src/hello.c" = "hello.c" }
  outputs = ["bin/hello"]
  env     = { CC = "${platform.triple}-gcc" }
  matrix  = { platform = ["linux-x64", "linux-arm64", "linux-armv6"] }
}

# What it says, where it was built to run. With dbx test.
test "greets" {
  image   = "//images:bookworm"
  command = ["/bin/sh", "-ec", "hello; test \"$(hello | wc -l)\" = 1"]
  tools   = { hello = ":linux-x64" }
}

# An image with the result in it, and a file that a command in it made.
image "greeter" {
  base = "//images:bookworm"
  copy {
    from = ":linux-x64"
    to   = "/usr/local/bin/hello"
  }
  run {
    command = ["/bin/sh", "-c", "hello >/etc/greeting"]
  }
  entrypoint = ["/usr/local/bin/hello"]
  labels     = { "org.opencontainers.image.title" = "greeter" }
}

# For programs that refuse to be root.
image "workshop" {
  base = "//images:bookworm"
  user = "builder"
}

action "identity" {
  image   = ":workshop"
  command = ["/bin/sh", "-ec", "id -u >out/id; id -g >>out/id; gcc -c -o out/hello.o src/hello.c"]
  inputs  = { "src/hello.c" = "hello.c" }
  outputs = ["out/id", "out/hello.o"]
}

group "all-of-it" {
  members = [":hello", ":greeter", ":identity"]
}

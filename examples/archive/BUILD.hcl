# An image out of an archive that another target leaves. What is in the archive
# stands in the lock file: whoever changes the target runs dbx lock.
image "notes" {
  arch = "amd64"
  env  = { NOTES = "/notes" }
  copy {
    from = "notes.txt"
    to   = "/notes/first.txt"
  }
  formats = ["tar"]
}

base_image "taken" {
  archive = ":notes"
}

image "more" {
  base        = ":taken"
  compression = "gzip"
  copy {
    from = "notes.txt"
    to   = "/notes/second.txt"
  }
}

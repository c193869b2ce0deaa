source "sdist" {
  sha256 = "043a79146eb2907edf439899f262b3dfe41717d34124298ed281139a8b93ca32"
  debian_source {
    package = "netifaces"
    version = "0.11.0-2"
    file    = "orig"
  }
}

# Its setup.py asks the compiler what the system has: the target's answers.
wheel "netifaces" {
  version    = "0.11.0"
  source     = ":sdist"
  extensions = ["netifaces"]
  smoke      = "smoke.py"
  matrix     = { platform = local.bookworm_platforms }
}

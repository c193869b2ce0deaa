workspace {
  name      = "dbx"
  packages  = "examples"
  platforms = "//platforms"
  epoch     = 1735689600 # 2025-01-01, the time of all files in what is built here
}

variable "optimise" {
  type        = string
  default     = "-O2"
  description = "Compiler optimisation for everything built here"
}

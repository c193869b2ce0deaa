# Checks that each crate of a Cargo.lock is in the directory source, with the
# checksum that the lock file has.
import json, tomllib

with open("test/Cargo.lock", "rb") as f:
    packages = tomllib.load(f)["package"]
locked = [p for p in packages if "source" in p]
assert len(locked) == 46, len(locked)
for p in locked:
    with open(f"crates/{p['name']}-{p['version']}/.cargo-checksum.json") as f:
        assert json.load(f)["package"] == p["checksum"], p

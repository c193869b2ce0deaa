# Builds the program in src/ for $RUST_TARGET from the crates in crates/, of
# which Cargo.lock has the hashes.
set -eu
mkdir home
cat >home/config.toml <<END
[source.crates-io]
replace-with = "workspace"
[source.workspace]
directory = "/work/crates"
[target.$RUST_TARGET]
linker = "$CROSS_TRIPLE-gcc"
rustflags = [$(for flag in $RUST_FLAGS; do printf '"%s", ' "$flag"; done)]
END
export CARGO_HOME=$PWD/home
cargo build --quiet --offline --locked --release --target "$RUST_TARGET" \
	--manifest-path src/says/Cargo.toml --target-dir target
cp "target/$RUST_TARGET/release/says" bin/

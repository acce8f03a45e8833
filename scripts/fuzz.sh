#!/bin/sh
# Run every fuzz target, or those whose names match PATTERN, for SECONDS each, then say so.
# usage: fuzz.sh SECONDS [PATTERN]
set -eu
seconds=$1
pattern=${2:-*}
manifest=rust/fuzz/Cargo.toml
seeds=${IMAGEPARSER_CORPUS:-../shared/corpus}
# First that the fuzzer itself finds what it should: panics, aborts, hangs, hoarded memory.
cargo test --quiet --release --locked --manifest-path "$manifest"
cargo build --quiet --release --locked --manifest-path "$manifest"
count=0
for source in rust/fuzz/src/bin/$pattern.rs; do
    target=$(basename "$source" .rs)
    if [ -d "$seeds" ]; then set -- --seeds "$seeds"; else set --; fi
    cargo run --quiet --release --manifest-path "$manifest" --bin "$target" -- --seconds "$seconds" "$@"
    count=$((count + 1))
done
echo "fuzz: $count targets, $seconds s each, no finding"

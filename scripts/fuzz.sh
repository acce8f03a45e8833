#!/bin/sh
# Run every fuzz target, or those whose names match PATTERN, for SECONDS each, then say so.
# usage: fuzz.sh PROFILE SECONDS [PATTERN]      PROFILE: dev, which the tests share, or fuzz, for long runs
set -eu
profile=$1
seconds=$2
pattern=${3:-*}
seeds=${IMAGEPARSER_CORPUS:-../shared/corpus}
built=${CARGO_TARGET_DIR:-target}
if [ "$profile" = dev ]; then
    # The command of test-rust: what that has built is not built again.
    cargo test --quiet --locked --workspace --exclude imageparser-py --no-run
    built=$built/debug
else
    cargo build --quiet --locked --profile "$profile" -p imageparser-fuzz
    built=$built/$profile
fi
count=0
for source in rust/fuzz/src/bin/$pattern.rs; do
    target=$(basename "$source" .rs)
    if [ -d "$seeds" ]; then set -- --seeds "$seeds"; else set --; fi
    "$built/$target" --seconds "$seconds" "$@"
    count=$((count + 1))
done
echo "fuzz: $count targets, $seconds s each, no finding"

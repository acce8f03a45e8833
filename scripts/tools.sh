#!/bin/sh
# Find or install what the build needs beside Rust, Python and a C compiler: cmake and (for speed) nasm.
# usage: tools.sh VENV_BIN
set -eu
bin=$1
say() { printf '%s\n' "$*" >&2; }

command -v cargo >/dev/null || { say "ImageParser needs Rust (cargo): see https://rustup.rs"; exit 1; }
command -v cc >/dev/null || command -v gcc >/dev/null || { say "ImageParser needs a C compiler (cc)"; exit 1; }

if ! command -v cmake >/dev/null; then
    "$bin/python" -m pip install --quiet --disable-pip-version-check "cmake>=3.20,<5" ||
        { say "libjpeg-turbo needs cmake: install it (Debian: apt-get install cmake)"; exit 1; }
fi

# Without nasm libjpeg-turbo is built in plain C: everything works, JPEG decoding is slower.
if ! command -v nasm >/dev/null && [ ! -e target/.nasm-tried ]; then
    mkdir -p target && touch target/.nasm-tried
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nasm >/dev/null 2>&1 ||
            { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nasm; } >/dev/null 2>&1 || true
    fi
    command -v nasm >/dev/null || say "nasm not found: JPEG decoding is built without SIMD (Debian: apt-get install nasm)"
fi

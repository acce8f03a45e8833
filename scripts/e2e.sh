#!/bin/sh
# The app in Chromium against the real back end, over real pictures; says which tests did not run where it cannot.
# usage: e2e.sh VENV_BIN
set -eu
bin=$1
skip() { printf 'e2e: did not run (%s): %s\n' "$1" "$(ls electron/e2e/*.spec.ts | xargs -n 1 basename | tr '\n' ' ')"; exit 0; }
find_chromium() {
    for one in "${CHROMIUM_PATH:-}" chromium chromium-browser google-chrome; do
        [ -n "$one" ] && command -v "$one" 2>/dev/null && return
    done
    true
}

corpus=${IMAGEPARSER_CORPUS:-../shared/corpus}
[ -d "$corpus/retrieval" ] || skip "no pictures: set IMAGEPARSER_CORPUS"
chromium=$(find_chromium)
if [ -z "$chromium" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    { apt-get install -y -qq --no-install-recommends chromium || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; }; } >/dev/null 2>&1 || true
    chromium=$(find_chromium)
fi
[ -n "$chromium" ] || skip "no Chromium: install it or set CHROMIUM_PATH"

python=$(cd "$bin" && pwd)/python
corpus=$(cd "$corpus" && pwd)
cd electron
CHROMIUM_PATH=$chromium IMAGEPARSER_CORPUS=$corpus IMAGEPARSER_PYTHON=$python npm run --silent e2e

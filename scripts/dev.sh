#!/usr/bin/env bash
# The server and the page's own development server, side by side. When one ends, both do.
#   scripts/dev.sh PORT
set -euo pipefail
cd "$(dirname "$0")/.."

end() {
    trap - EXIT INT TERM
    # shellcheck disable=SC2046  # one id a word
    kill $(jobs -p) 2>/dev/null || true
    wait
}
trap end EXIT INT TERM

.venv/bin/madang serve --reload --port "$1" &
MADANG_SERVER="http://127.0.0.1:$1" frontend/node_modules/.bin/vite frontend --clearScreen false &
wait -n

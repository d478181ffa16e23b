#!/usr/bin/env bash
# Runs one step, in sight: its name, whatever it says, and how long it took.
#   scripts/step.sh NAME COMMAND [ARGUMENT]…
set -uo pipefail

name=$1
shift
printf '→ %s\n' "$name"
begun=${EPOCHREALTIME/./}
"$@"
code=$?
took=$(((${EPOCHREALTIME/./} - begun) / 100000))
if ((code)); then
    printf '✗ %s (%d.%d s)\n' "$name" $((took / 10)) $((took % 10)) >&2
else
    printf '✓ %s (%d.%d s)\n' "$name" $((took / 10)) $((took % 10))
fi
exit "$code"

#!/usr/bin/env bash
# Pins every Python package with its hashes, for any platform, and with no address in it.
#   scripts/lock.sh               writes requirements/*.lock, changing only what has to change
#   scripts/lock.sh --upgrade     the same, with the newest of everything
#   scripts/lock.sh --check       fails where a lock carries an address
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ ${1:-} == --check ]]; then
    # In npm's file an address of a package stands under "resolved"; others are only links to homes.
    ! grep -HnE '://' requirements/*.lock && ! grep -Hn '"resolved"' frontend/package-lock.json
    exit
fi

options=("$@")
compile() {
    .venv/bin/uv pip compile --quiet "${options[@]}" --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --no-header --override requirements/overrides.txt "$@"
}

project=(pyproject.toml requirements/weights.in --group build)
compile requirements/installer.in -o requirements/installer.lock
compile "${project[@]}" -o requirements/run.lock
# What runs is pinned alike in both, so that tests test what runs.
compile "${project[@]}" --group dev -c requirements/run.lock -o requirements/dev.lock

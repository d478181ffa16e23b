#!/usr/bin/env bash
# The page's API types, written from the server's own description.
#   scripts/types.sh            frontend/openapi.json and src/lib/api/schema.d.ts
#   scripts/types.sh --check    fails where these two are not what would be written
set -euo pipefail
cd "$(dirname "$0")/../frontend"

written=(openapi.json src/lib/api/schema.d.ts)
before=$(cat "${written[@]}" 2>/dev/null | sha256sum)

description=$(../.venv/bin/madang openapi)
printf '%s\n' "$description" >openapi.json
npm run --silent types >/dev/null

if [[ ${1:-} == --check && $(cat "${written[@]}" | sha256sum) != "$before" ]]; then
    echo "The API types were out of date. They have been written anew: look at them and commit them." >&2
    echo "API 타입이 낡아 새로 썼습니다. 살펴보고 커밋해 주세요." >&2
    exit 1
fi

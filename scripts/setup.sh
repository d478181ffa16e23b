#!/usr/bin/env bash
# Sets up what a checkout needs. The Makefile decides when; this file knows how.
#   scripts/setup.sh python run|dev               .venv with the locked packages and Madang itself
#   scripts/setup.sh node                         the page's packages
#   scripts/setup.sh system chromium|font|…       programs of the system, where they are missing
# The other functions are steps of these three.
set -euo pipefail
cd "$(dirname "$0")/.."

step=scripts/step.sh
self=scripts/setup.sh
python=.venv/bin/python

setup_python() {
    local found
    if ! "$python" -c '' 2>/dev/null; then
        found=$(find_python)
        "$found" -c 'import ensurepip' 2>/dev/null || # Debian keeps it in a package of its own
            install_system python3-venv "Python's venv module · 파이썬 venv 모듈"
        rm -rf .venv
        $step "a place for Python packages · 파이썬 환경" "$found" -m venv .venv
    fi
    has_uv || $step "the installer · 설치 도구" "$self" uv
    $step "Python packages · 파이썬 패키지" "$self" packages --require-hashes -r "requirements/$1.lock"
    $step "Madang itself · 마당" "$self" packages --no-build-isolation -e .
}

# Prints the first Python that is new enough.
find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    stop "Python 3.11 or newer is needed. Install it (Debian: apt-get install python3 python3-venv), or say where it is: make run PYTHON=/path/to/python3" \
        "파이썬 3.11 이상이 필요합니다. 설치하거나(데비안: apt-get install python3 python3-venv) 어디 있는지 알려 주세요: make run PYTHON=/경로/python3"
}

has_uv() { "$python" -m uv --version >/dev/null 2>&1; }

# uv takes seconds where pip takes minutes. Both install the same, by hash, so pip may stand in.
setup_uv() {
    "$python" -m pip install --quiet --no-deps --require-hashes -r requirements/installer.lock ||
        echo "uv can't be had here; pip will do, more slowly. · uv를 받을 수 없어 pip으로 천천히 설치합니다."
}

setup_packages() {
    # A team with a package mirror has told pip; uv wants to be told too.
    local mirror=${PIP_INDEX_URL:-$("$python" -m pip config get global.index-url 2>/dev/null)}
    if has_uv; then
        UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$mirror} \
            "$python" -m uv pip install --quiet --no-deps --python "$python" "$@" && return
        echo "uv did not get through; pip tries. · uv가 실패해 pip으로 다시 합니다."
    fi
    "$python" -m pip install --quiet --no-deps "$@"
}

setup_node() {
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null ||
        stop "Node 20.19 or newer is needed to build the page. Install it, then run this again." \
            "페이지를 만들려면 Node 20.19 이상이 필요합니다. 설치한 뒤 다시 실행해 주세요."
    command -v npm >/dev/null ||
        stop "npm, which comes with Node, is missing. Install it (Debian: apt-get install npm), then run this again." \
            "Node와 함께 오는 npm이 없습니다. 설치한 뒤(데비안: apt-get install npm) 다시 실행해 주세요."
    # NODE_ENV=production would leave out what builds the page.
    $step "page packages · 페이지 패키지" npm --prefix frontend ci --include=dev --loglevel error
}

setup_system() {
    local need
    for need in "$@"; do
        case $need in
            curl) command -v curl >/dev/null || install_system curl "curl" ;;
            chromium) command -v chromium >/dev/null || install_system chromium "Chromium" ;;
            firefox) command -v firefox-esr >/dev/null || command -v firefox >/dev/null ||
                install_system firefox-esr "Firefox" ;;
            postgresql) has_postgresql || install_system postgresql "PostgreSQL" ;;
            font) [[ $(fc-list :lang=ko 2>/dev/null) ]] ||
                install_system fonts-noto-cjk "a Korean font · 한글 글꼴" ;;
        esac
    done
}

has_postgresql() {
    [[ ${DATABASE_URL:-} == postgres* ]] || command -v initdb >/dev/null ||
        compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

# Installs a Debian package as root, or says how.
install_system() {
    if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
        stop "This needs $2. Install it (Debian: sudo apt-get install $1), then run this again." \
            "다음이 필요합니다: $2. 설치한 뒤(데비안: sudo apt-get install $1) 다시 실행해 주세요."
    fi
    $step "$2 (apt)" "$self" apt "$1"
}

setup_apt() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

# Says what is missing, in both languages, and ends.
stop() {
    printf '\nmadang: %s\nmadang: %s\n' "$1" "$2" >&2
    exit 1
}

"setup_$1" "${@:2}"

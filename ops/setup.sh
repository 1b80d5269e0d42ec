#!/bin/sh
# setup.sh [system|python|translations|web|browser|bench]...: everything this checkout needs on this machine; when nothing is named,
# all of it but what only benchmarks ask for.
#
# Debian packages are installed where a command or file is missing (with sudo unless root); Python packages come from uv.lock into
# .venv, npm packages from package-lock.json into node_modules. A step whose inputs did not change since it last succeeded is skipped.
set -eu
. "$(dirname "$0")/common.sh"
STAMPS=$LOCAL/stamp
mkdir -p "$STAMPS"

exec 8>"$LOCAL/setup.lock"
flock -w 1500 8 || fail 'Another setup of this checkout takes too long.'

# unchanged NAME TEXT: the step NAME last succeeded with this very input.
unchanged() { [ "$(cat "$STAMPS/$1" 2>/dev/null)" = "$2" ]; }
done_with() { printf '%s\n' "$2" >"$STAMPS/$1"; }
digest() { cat "$@" 2>/dev/null | sha1sum | cut -d ' ' -f 1; }
digest_found() { find "$ROOT" \( -name node_modules -o -name '.?*' -o -name staticfiles \) -prune -o -type f "$@" -print0 |
    sort -z | xargs -0 -r sha1sum | sha1sum | cut -d ' ' -f 1; }

. "$ROOT/ops/debian.sh"

find_python() {
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

setup_python() {
    python=$(find_python) || fail 'Python 3.11, 3.12 or 3.13 is needed, with its venv module.'
    input=$(digest uv.lock pyproject.toml)-$("$python" --version)
    if unchanged python "$input" && .venv/bin/python -c '' 2>/dev/null; then return 0; fi
    rm -f "$STAMPS/python"
    if ! "$LOCAL/bootstrap/bin/uv" --version >/dev/null 2>&1; then
        say 'Setup: the package manager uv'
        rm -rf "$LOCAL/bootstrap"
        "$python" -m venv "$LOCAL/bootstrap"
        "$LOCAL/bootstrap/bin/pip" install --quiet --disable-pip-version-check 'uv>=0.9,<1'
    fi
    say 'Setup: Python packages'
    # A venv whose interpreter is gone cannot be repaired in place.
    [ ! -e .venv ] || .venv/bin/python -c '' 2>/dev/null || rm -rf .venv
    UV_PYTHON=$python UV_PYTHON_DOWNLOADS=never UV_NATIVE_TLS=1 "$LOCAL/bootstrap/bin/uv" sync --frozen --quiet
    done_with python "$input"
}

setup_translations() {
    input=$(digest_found -path '*/LC_MESSAGES/*.po')
    compiled=$(find . -path './.?*' -prune -o -path './node_modules' -prune -o -path '*/LC_MESSAGES/*.mo' -print | wc -l)
    if unchanged translations "$input-$compiled"; then return 0; fi
    say 'Setup: translations'
    find . -path './.?*' -prune -o -path './node_modules' -prune -o -path '*/LC_MESSAGES/*.po' -print |
        while read -r catalogue; do msgfmt --check-format -o "${catalogue%.po}.mo" "$catalogue"; done
    compiled=$(find . -path './.?*' -prune -o -path './node_modules' -prune -o -path '*/LC_MESSAGES/*.mo' -print | wc -l)
    done_with translations "$input-$compiled"
}

setup_web() {
    [ -e package-lock.json ] || return 0
    input=$(digest package-lock.json)-$(node --version)
    if ! unchanged npm "$input" || [ ! -d node_modules ]; then
        rm -f "$STAMPS/npm"
        say 'Setup: npm packages'
        npm ci --no-audit --no-fund --loglevel=error >"$LOG/npm.log"
        done_with npm "$input"
    fi
    input=$input-$(digest package.json)-$(digest_found \( -path '*/assets/*' -o -name 'esbuild*' \))
    if ! unchanged assets "$input" || [ ! -d gis_core/static/gis_core/dist ]; then
        rm -f "$STAMPS/assets"
        say 'Setup: scripts and styles'
        npm run --silent build
        done_with assets "$input"
    fi
}

cd "$ROOT"
for step in ${*:-system python translations web browser}; do
    case $step in
    system | python | translations | web | browser | bench) "setup_$step" ;;
    *) fail "usage: $0 [system|python|translations|web|browser|bench]..." ;;
    esac
done

#!/bin/sh
# check.sh: every check that needs no test run, the fast ones first. All of them run; the end names those that failed.
set -eu
. "$(dirname "$0")/common.sh"
cd "$ROOT"
BIN=$ROOT/.venv/bin
failed=

step() {
    name=$1
    shift
    began=$(date +%s)
    if "$@" >"$LOG/check.log" 2>&1; then
        say "  ok     $name ($(($(date +%s) - began)) s)"
    else
        say "  FAILED $name ($(($(date +%s) - began)) s):"
        cat "$LOG/check.log"
        failed="$failed; $name"
    fi
}

production() { env HYDRIA_ENV=production "$BIN/python" manage.py "$@"; }

say 'Checks:'
step 'format (ruff)' "$BIN/ruff" format --check .
step 'lint (ruff)' "$BIN/ruff" check .
step 'import graph (import-linter)' "$BIN/lint-imports" --no-logo
step 'templates (djlint)' "$BIN/djlint" . --lint --quiet
step 'shell scripts parse' sh -c 'for script in ops/*.sh .ci/run; do bash -n "$script" || exit 1; done'
step 'models and migrations agree' "$BIN/python" manage.py makemigrations --check --dry-run
step 'settings for production (check --deploy)' production check --deploy --fail-level WARNING
step 'Greek catalogue complete' "$ROOT/ops/check_catalogues.sh"
step 'types (mypy --strict)' "$BIN/mypy" .
[ -z "$failed" ] || fail "Checks that failed: ${failed#; }"
say 'All checks passed.'

#!/bin/sh
# test.sh [pytest's arguments]: the test suite on the running services, a process for each core (-n 0: one after another).
set -eu
. "$(dirname "$0")/common.sh"
cd "$ROOT"
shared=${HYDRIA_SHARED_DATA:-../shared/data}
[ -d "$shared" ] ||
    say "Note: $shared is absent (HYDRIA_SHARED_DATA names another folder): the tests on its files are skipped; those on networks that come in packages run."
# The test database is kept between runs; migrations that were rewritten since need a new one.
stamp=$LOCAL/stamp/test-database
schema=$(cat */migrations/*.py | sha1sum)-${HYDRIA_TEST_DB:-}-$(cat "$LOCAL/database.url" 2>/dev/null || printf %s "${DATABASE_URL:-}")
schema=$(printf %s "$schema" | sha1sum)
if [ "$(cat "$stamp" 2>/dev/null)" != "$schema" ]; then set -- --create-db "$@"; fi
mkdir -p "${stamp%/*}" && printf '%s\n' "$schema" >"$stamp"
exec .venv/bin/python -m pytest -n auto --dist loadgroup "$@"

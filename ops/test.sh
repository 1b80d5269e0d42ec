#!/bin/sh
# test.sh [pytest's arguments]: the test suite on the running services.
set -eu
. "$(dirname "$0")/common.sh"
cd "$ROOT"
shared=${HYDRIA_SHARED_DATA:-../shared/data}
[ -d "$shared" ] ||
    say "Note: $shared is absent (HYDRIA_SHARED_DATA names another folder): the tests on its files are skipped; those on networks that come in packages run."
exec .venv/bin/python -m pytest "$@"

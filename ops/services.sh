#!/bin/sh
# services.sh start|stop|status: PostGIS and Redis of this checkout, under .local/.
#
# What DATABASE_URL or REDIS_URL names is somebody else's: it is neither started nor stopped. Otherwise the addresses are written to
# .local/database.url and .local/redis.url, where the settings look. Starting what runs changes nothing.
set -eu
. "$(dirname "$0")/common.sh"
. "$ROOT/ops/postgres.sh"
. "$ROOT/ops/redis.sh"

# Two starts at once would make two clusters. The servers must not inherit the lock: see the closed descriptor below.
exec 9>"$LOCAL/services.lock"
flock -w 180 9 || fail 'Another start or stop of the services takes too long.'

# each ACTION: of both servers. The calls stand alone, not in a condition: there the shell would overlook a failing step.
each() {
    if [ -n "${DATABASE_URL:-}" ]; then say 'PostgreSQL: named by DATABASE_URL'; else "pg_$1" 9>&-; fi
    if [ -n "${REDIS_URL:-}" ]; then say 'Redis: named by REDIS_URL'; else "redis_$1" 9>&-; fi
}

case ${1:-} in
start)
    # The demonstration's own secret; production sets DJANGO_SECRET_KEY.
    secret_file secret.key
    each start
    ;;
stop) each stop ;;
status)
    # Read-only: both are told, and the exit code says whether both run.
    all=0
    [ -n "${DATABASE_URL:-}" ] || pg_status || all=1
    [ -n "${REDIS_URL:-}" ] || redis_status || all=1
    exit "$all"
    ;;
*) fail "usage: $0 start|stop|status" ;;
esac

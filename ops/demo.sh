#!/bin/sh
# demo.sh start|watch|stop: the demonstration town on http://127.0.0.1:$PORT/, with its worker.
#
# start   brings up whatever of it does not run, waits until the site and the worker answer, tells address and logins
# watch   the same, then stays in front and brings a fallen part up again; Ctrl-C stops everything
# stop    ends all that start began, the services included, and nothing else
set -eu
. "$(dirname "$0")/common.sh"
. "$ROOT/ops/parts.sh"
PORT=${PORT:-8000}
STOPPED=$LOCAL/stopped # tells a watch in another terminal that somebody ran 'make stop'
SITE=http://127.0.0.1:$PORT/

exec 9>"$LOCAL/demo.lock"
manage() { "$ROOT/.venv/bin/python" "$ROOT/manage.py" "$@"; }
locked() { flock -w 900 9 || fail 'Another start or stop of the demonstration takes too long.'; }
unlocked() { flock -u 9; }

# What the running processes were made from: any change of it restarts them.
code() {
    {
        printf '%s\n' "$PORT" "${DATABASE_URL:-}" "${REDIS_URL:-}" && cat "$ROOT/uv.lock" "$LOCAL/database.url" "$LOCAL/redis.url" 2>/dev/null || :
        find "$ROOT" \( -name node_modules -o -name tests -o -name '.?*' \) -prune -o \
            -type f \( -name '*.py' -o -name '*.html' -o -name '*.sql' -o -name '*.mo' -o -name '*.typ' \) -print0 |
            sort -z | xargs -0 sha1sum
        cat "$LOCAL/static/staticfiles.json" 2>/dev/null || :
    } | sha1sum | cut -d ' ' -f 1
}

# One GET of the home page, redirects followed, ends with 200.
site_answers() {
    "$ROOT/.venv/bin/python" - "$SITE" <<'PYTHON' 2>/dev/null
import sys
import urllib.request

with urllib.request.urlopen(sys.argv[1], timeout=20) as answer:
    sys.exit(answer.status != 200)
PYTHON
}
worker_answers() { manage doctor --only worker >/dev/null 2>&1; }

port_is_free() {
    python3 -c 'import socket, sys; s = socket.socket(); s.settimeout(1); sys.exit(s.connect_ex(("127.0.0.1", int(sys.argv[1]))) == 0)' "$PORT"
}

bring_up() {
    rm -f "$STOPPED"
    "$ROOT/ops/services.sh" start
    manage migrate --noinput >"$LOG/migrate.log" 2>&1 || { tail -n 20 "$LOG/migrate.log" >&2; fail 'The database cannot be migrated.'; }
    manage load_demo
    manage collectstatic --noinput --verbosity 0
    start_parts
}

start_parts() {
    code=$(code)
    if ! part_runs web || [ "$(cat "$RUN/web/code" 2>/dev/null)" != "$code" ]; then
        part_stop web
        port_is_free || fail "Port $PORT of this machine is taken: choose another, as in 'make demo PORT=8001'."
    fi
    for part in $PARTS; do part_start "$part" "$code"; done
    await 120 site_answers || { tail -n 20 "$LOG/web.log" >&2; fail "The site does not answer at $SITE: see $LOG/web.log"; }
    await 60 worker_answers || { tail -n 20 "$LOG/worker.log" >&2; fail "The worker does not answer: see $LOG/worker.log"; }
}

bring_down() {
    : >"$STOPPED"
    for part in $PARTS; do part_stop "$part"; done
    "$ROOT/ops/services.sh" stop
}

everything_runs() {
    for part in $PARTS; do part_runs "$part" || return 1; done
    "$ROOT/ops/services.sh" status >/dev/null
}

start() {
    locked
    bring_up
    unlocked
    say "Hydria answers at $SITE"
    manage demo_logins
}

watch() {
    trap 'say; say "Stopping ..."; locked; bring_down; exit 0' INT TERM HUP
    start
    say 'Ctrl-C stops it.'
    while sleep 3; do
        locked
        if [ -e "$STOPPED" ]; then exit 0; fi
        everything_runs || { say 'A part has fallen: bringing it up again.'; "$ROOT/ops/services.sh" start && start_parts; }
        unlocked
    done
}

case ${1:-} in
start) start ;;
watch) watch ;;
stop)
    locked
    bring_down
    ;;
*) fail "usage: $0 start|watch|stop" ;;
esac

# The demonstration's own processes: web, worker, beat. Sourced by demo.sh after common.sh.
#
# Each part works in .local/run/PART with this checkout's Python, and so do its children: that tells them from everybody else's.

PARTS='web worker beat'
RUN=$LOCAL/run

part_command() {
    case $1 in
    web) say "granian --interface wsgi --host 127.0.0.1 --port $PORT --workers 2 --blocking-threads 4 --no-ws
        --respawn-failed-workers --workers-kill-timeout 10 --log-level warning gis_core.wsgi:application" ;;
    worker) say 'celery -A gis_core worker --concurrency 2 --loglevel INFO' ;;
    beat) say 'celery -A gis_core beat --schedule schedule --pidfile= --loglevel INFO' ;;
    esac
}

part_pid() { cat "$RUN/$1/pid" 2>/dev/null || :; }
part_pids() { ours_in "$RUN/$1" "$ROOT/.venv/bin"; }
part_runs() { is_ours "$(part_pid "$1")" "$RUN/$1" "$ROOT/.venv/bin"; }
part_is_gone() { [ -z "$(part_pids "$1")" ]; }

# Ends the part with all its children, also those that outlived a killed parent.
part_stop() {
    [ -d "$RUN/$1" ] || return 0
    if part_runs "$1"; then
        kill -TERM "$(part_pid "$1")" 2>/dev/null || :
        await 20 part_is_gone "$1" || :
    fi
    for signal in TERM KILL; do
        for pid in $(part_pids "$1"); do kill -"$signal" "$pid" 2>/dev/null || :; done
        ! await 5 part_is_gone "$1" || break
    done
    rm -f "$RUN/$1/pid"
}

# part_start PART CODE: leaves a part alone that runs and was started from the same code and port.
part_start() {
    if part_runs "$1" && [ "$(cat "$RUN/$1/code" 2>/dev/null)" = "$2" ]; then return 0; fi
    part_stop "$1"
    mkdir -p "$RUN/$1"
    # shellcheck disable=SC2046 # the command is a list of words
    (cd "$RUN/$1" && PYTHONPATH=$ROOT DJANGO_SETTINGS_MODULE=gis_core.settings \
        setsid "$ROOT/.venv/bin/python" "$ROOT/.venv/bin/"$(part_command "$1") \
        >>"$LOG/$1.log" 2>&1 </dev/null 9>&- & printf '%s\n' "$!" >"$RUN/$1/pid")
    printf '%s\n' "$2" >"$RUN/$1/code"
}

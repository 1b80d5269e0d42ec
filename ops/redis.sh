# The private Redis. Sourced by services.sh after common.sh.
#
# It is a bell and a cache: every truth stands in PostgreSQL, so nothing is written to disk. It has a password because any user
# of the machine can reach 127.0.0.1; the password travels by stdin, never on the command line.

REDIS_HOME=$LOCAL/redis

redis_pid() { cat "$REDIS_HOME/redis.pid" 2>/dev/null || :; }
redis_runs() { is_ours "$(redis_pid)" "$REDIS_HOME" redis-server; }
redis_gone() { [ -z "$(ours_in "$REDIS_HOME" redis-server)" ]; }
redis_answers() {
    [ "$(REDISCLI_AUTH=$(cat "$LOCAL/redis.password") timeout 2 redis-cli -h 127.0.0.1 \
        -p "$(cat "$LOCAL/redis.port")" ping 2>/dev/null)" = PONG ]
}

redis_end() {
    for pid in $(ours_in "$REDIS_HOME" redis-server); do kill -TERM "$pid" 2>/dev/null || :; done
    await 10 redis_gone || for pid in $(ours_in "$REDIS_HOME" redis-server); do kill -KILL "$pid" 2>/dev/null || :; done
    rm -f "$REDIS_HOME/redis.pid"
}

redis_launch() {
    (cd "$REDIS_HOME" && redis-server - <<CONF
bind 127.0.0.1
port $1
requirepass $(cat "$LOCAL/redis.password")
dir "$REDIS_HOME"
pidfile "$REDIS_HOME/redis.pid"
logfile "$LOG/redis.log"
daemonize yes
appendonly no
save ""
maxmemory 512mb
maxmemory-policy noeviction
CONF
    ) >/dev/null
    write_private redis.port "$1"
    await 10 redis_answers && redis_runs
}

redis_start() {
    command -v redis-server >/dev/null || fail "Redis is not installed: run 'make setup'."
    if [ ! -d "$REDIS_HOME" ]; then install -d -m 700 "$REDIS_HOME"; fi
    [ -O "$REDIS_HOME" ] || fail "$REDIS_HOME belongs to another user: run as that user, or 'make clean' first."
    secret_file redis.password
    redis_state='already running'
    if ! redis_runs || ! await 5 redis_answers; then
        redis_end
        redis_state=started
        redis_launch "$(cat "$LOCAL/redis.port" 2>/dev/null || free_port)" || {
            redis_end
            redis_launch "$(free_port)"
        } || fail "Redis does not start: see $LOG/redis.log"
    fi
    write_private redis.url "redis://:$(cat "$LOCAL/redis.password")@127.0.0.1:$(cat "$LOCAL/redis.port")/0"
    say "Redis: $redis_state on port $(cat "$LOCAL/redis.port")"
}

redis_stop() {
    [ -d "$REDIS_HOME" ] || return 0
    redis_end
    say 'Redis: stopped'
}

redis_status() {
    if redis_runs && redis_answers; then say "Redis: running on port $(cat "$LOCAL/redis.port")"; else
        say 'Redis: stopped'
        return 1
    fi
}

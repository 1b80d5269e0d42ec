# The private PostGIS cluster. Sourced by services.sh after common.sh.
#
# No unix socket (a deep checkout breaks its 107-byte path limit), SCRAM on 127.0.0.1, a free port kept in a file.
# The cluster's own superuser is the application's role: test databases and extensions then need nobody else.

PG_DATA=$LOCAL/pg
PG_USER=hydria
PG_NAME=hydria

# PostgreSQL refuses to run as root: root works through the packaged postgres user.
if [ "$(id -u)" = 0 ]; then
    pg_as() { runuser -u postgres -- env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$@"; }
else
    pg_as() { env LC_ALL=C.UTF-8 "$@"; }
fi

# The newest installed PostgreSQL that has PostGIS, or the one the cluster was made with.
pg_find_binaries() {
    if [ -s "$LOCAL/pg.version" ]; then
        PG_BIN=/usr/lib/postgresql/$(cat "$LOCAL/pg.version")/bin
    else
        PG_BIN=$(for bin in /usr/lib/postgresql/*/bin; do
            version=${bin%/bin} && version=${version##*/}
            [ ! -e "/usr/share/postgresql/$version/extension/postgis.control" ] || say "$bin"
        done | sort -V | tail -n 1)
    fi
    [ -x "$PG_BIN/postgres" ] || fail "PostgreSQL with PostGIS is not installed: run 'make setup'."
}

pg_prepare_directory() {
    chmod 755 "$LOCAL"
    # A checkout in a folder that only root may enter: the data goes where the postgres user can work.
    if [ "$(id -u)" = 0 ] && [ ! -e "$PG_DATA" ] && ! pg_as test -x "$LOCAL"; then
        elsewhere=/var/lib/postgresql/hydria-$(printf %s "$ROOT" | sha1sum | cut -c1-10)
        install -d -o postgres -m 700 "$elsewhere"
        ln -sfn "$elsewhere" "$PG_DATA"
    fi
    if [ "$(id -u)" = 0 ]; then
        [ -d "$PG_DATA/" ] || install -d -o postgres -m 700 "$PG_DATA"
    else
        [ -d "$PG_DATA/" ] || install -d -m 700 "$PG_DATA"
    fi
    PG_DATA=$(readlink -f "$PG_DATA")
    # Writable for root proves nothing: the server runs as postgres.
    pg_as test -O "$PG_DATA" || fail "$PG_DATA belongs to another user: run as that user, or 'make clean' first."
}

pg_pid() { pg_as head -n 1 "$PG_DATA/postmaster.pid" 2>/dev/null || :; }
pg_runs() { is_ours "$(pg_pid)" "$PG_DATA" postgres; }
pg_answers() { "$PG_BIN/pg_isready" -q -h 127.0.0.1 -p "$(cat "$LOCAL/pg.port")" -d "$PG_NAME" -t 2; }
pg_psql() {
    PGPASSWORD=$(cat "$LOCAL/pg.password") "$PG_BIN/psql" -qX -v ON_ERROR_STOP=1 \
        -h 127.0.0.1 -p "$(cat "$LOCAL/pg.port")" -U "$PG_USER" "$@"
}
pg_no_orphans() { [ -z "$(ours_in "$PG_DATA" postgres)" ]; }

# After a kill -9 of the postmaster its children may hold the shared memory for a while; they go first.
pg_clear_wreck() {
    for pid in $(ours_in "$PG_DATA" postgres); do kill -QUIT "$pid" 2>/dev/null || :; done
    await 10 pg_no_orphans || for pid in $(ours_in "$PG_DATA" postgres); do kill -KILL "$pid" 2>/dev/null || :; done
    await 10 pg_no_orphans || fail "Old server processes in $PG_DATA do not end."
    pg_as rm -f "$PG_DATA/postmaster.pid"
}

pg_initialise() {
    find "$PG_DATA/" -mindepth 1 -delete
    rm -f "$LOCAL/pg.version" "$LOCAL/pg.password" && pg_find_binaries
    secret_file pg.password
    first_password=$(mktemp)
    cat "$LOCAL/pg.password" >"$first_password"
    [ "$(id -u)" != 0 ] || chown postgres "$first_password"
    # el_GR.UTF-8 is seldom generated: ICU sorts Greek without it.
    (cd / && pg_as "$PG_BIN/initdb" -D "$PG_DATA" -U "$PG_USER" --pwfile="$first_password" -A scram-sha-256 \
        -E UTF8 --locale-provider=icu --icu-locale=el --locale=C.UTF-8 >"$LOG/initdb.log") ||
        { rm -f "$first_password"; fail "initdb failed: see $LOG/initdb.log"; }
    rm -f "$first_password"
    pg_as sh -c 'printf "%s\n" "include_if_exists = '"'hydria.conf'"'" >>"$1/postgresql.conf"' sh "$PG_DATA"
}

pg_configure() {
    memory_mb=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
    buffers_mb=$((memory_mb / 8))
    [ "$buffers_mb" -le 1024 ] || buffers_mb=1024
    # Containers often give /dev/shm 64 MB, which one parallel hash join exceeds.
    shared_mb=$(df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 { print $2 }')
    shared_kind=posix
    [ "${shared_mb:-0}" -ge 256 ] || shared_kind=mmap
    pg_as sh -c 'cat >"$1/hydria.conf"' sh "$PG_DATA" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = ${buffers_mb}MB
dynamic_shared_memory_type = $shared_kind
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
random_page_cost = 1.1
jit = off
max_connections = 200
max_locks_per_transaction = 256
fsync = ${PG_FSYNC:-on}
full_page_writes = ${PG_FSYNC:-on}
synchronous_commit = ${PG_SYNC:-on}
CONF
}

pg_launch() {
    port=$(cat "$LOCAL/pg.port" 2>/dev/null || free_port)
    for attempt in 1 2 3; do
        if (cd / && pg_as "$PG_BIN/pg_ctl" -D "$PG_DATA" -s -w -t 120 -l "$PG_DATA/server.log" -o "-p $port" start); then
            write_private pg.port "$port"
            return 0
        fi
        complain "PostgreSQL did not start on port $port (attempt $attempt)."
        pg_clear_wreck
        port=$(free_port)
    done
    pg_as tail -n 20 "$PG_DATA/server.log" >&2
    fail "PostgreSQL does not start: see $PG_DATA/server.log"
}

# Extensions stand in template1 too, so that every test database is born with them.
pg_populate() {
    for base in template1 "$PG_NAME"; do
        if [ "$base" = "$PG_NAME" ]; then pg_psql -d postgres -c "CREATE DATABASE $PG_NAME"; fi
        for extension in postgis unaccent pg_trgm btree_gist; do
            pg_psql -d "$base" -c "SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS $extension"
        done
    done
}

pg_start() {
    pg_find_binaries
    pg_prepare_directory
    if ! pg_runs || ! [ -e "$LOCAL/pg.version" ]; then
        pg_clear_wreck
        # The version file is written last: without it the cluster is half made, and is made anew.
        [ -e "$LOCAL/pg.version" ] || pg_initialise
        pg_configure
        pg_launch
        if [ ! -e "$LOCAL/pg.version" ]; then
            pg_populate
            pg_as cat "$PG_DATA/PG_VERSION" >"$LOCAL/pg.version"
        fi
        started=started
    fi
    await 60 pg_answers || fail "PostgreSQL runs but does not answer: see $PG_DATA/server.log"
    write_private database.url \
        "postgis://$PG_USER:$(cat "$LOCAL/pg.password")@127.0.0.1:$(cat "$LOCAL/pg.port")/$PG_NAME"
    say "PostgreSQL: ${started:-already running} on port $(cat "$LOCAL/pg.port")"
}

pg_stop() {
    [ -d "$PG_DATA/" ] || return 0
    PG_DATA=$(readlink -f "$PG_DATA")
    if pg_runs; then
        pid=$(pg_pid)
        kill -INT "$pid" # a fast shutdown: sessions are ended, data is written
        await 60 pg_no_orphans || kill -QUIT "$pid" 2>/dev/null || :
    fi
    pg_no_orphans || pg_clear_wreck
    say 'PostgreSQL: stopped'
}

pg_status() {
    PG_DATA=$(readlink -f "$PG_DATA")
    if pg_runs; then say "PostgreSQL: running on port $(cat "$LOCAL/pg.port")"; else
        say 'PostgreSQL: stopped'
        return 1
    fi
}

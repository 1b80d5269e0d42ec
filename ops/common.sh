# Shared by the scripts beside it: where things are, and which process is ours. Sourced, never run.
#
# A pid alone proves nothing: after a crash the number may belong to a stranger. Every process we start has a
# working directory of its own under .local/ (or its data directory), so "ours" means: alive, that directory, that program.

ROOT=$(cd "$(dirname "$0")/.." && pwd -P)
LOCAL=$ROOT/.local
LOG=$LOCAL/log
mkdir -p "$LOCAL" "$LOG"

say() { printf '%s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }
fail() { complain "$*"; exit 1; }

# is_ours PID DIRECTORY PROGRAM: the process lives, works in DIRECTORY and its command line names PROGRAM.
is_ours() {
    case $1 in '' | *[!0-9]*) return 1 ;; esac
    [ "$(readlink "/proc/$1/cwd" 2>/dev/null)" = "$2" ] || return 1
    case $(sed -n 's/^State:[[:space:]]*//p' "/proc/$1/status" 2>/dev/null) in '' | Z* | X*) return 1 ;; esac
    { tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null | grep -qF -- "$3"
}

# ours_in DIRECTORY PROGRAM: the pids of all our living processes there, children included.
ours_in() {
    for process in /proc/[0-9]*; do
        if is_ours "${process#/proc/}" "$1" "$2"; then printf '%s\n' "${process#/proc/}"; fi
    done
}

# await SECONDS COMMAND...: until the command succeeds, at most so long.
await() {
    await_tenths=$(($1 * 10))
    shift
    while ! "$@"; do
        await_tenths=$((await_tenths - 1))
        [ "$await_tenths" -gt 0 ] || return 1
        sleep 0.1
    done
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

random_word() { head -c 48 /dev/urandom | base64 -w 0 | tr '+/' '-_'; }

# secret_file NAME: creates .local/NAME with a random word, readable by its owner only, unless it is there.
secret_file() {
    [ -s "$LOCAL/$1" ] || (umask 077 && random_word >"$LOCAL/$1")
}

# write_private NAME TEXT: replaces .local/NAME whole, so that a reader never sees half of it.
write_private() {
    (umask 077 && printf '%s\n' "$2" >"$LOCAL/$1.new") && mv "$LOCAL/$1.new" "$LOCAL/$1"
}

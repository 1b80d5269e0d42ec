# The Debian (or Ubuntu) packages. Sourced by setup.sh after common.sh.
#
# A package is asked for only where what it brings is missing, so a machine that has Node from elsewhere keeps it, and a machine that
# has everything needs neither apt nor root.

# have_file PATTERN: a file of that name exists.
have_file() { for path in $1; do [ ! -e "$path" ] || return 0; done; return 1; }
have_node() { command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null; }
have_venv() { python=$(find_python) && "$python" -c 'import ensurepip, venv' 2>/dev/null; }
have_library() { /sbin/ldconfig -p | grep -q "$1\.so"; }

missing_system() {
    have_file '/usr/share/postgresql/*/extension/postgis.control' || say postgresql postgresql-postgis
    have_library libgdal || say postgresql-postgis
    have_file '/usr/share/proj/proj.db' || say proj-data
    command -v redis-server >/dev/null || say redis-server
    command -v msgfmt >/dev/null && command -v xgettext >/dev/null || say gettext
    have_file '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf' || say fonts-noto-core
    have_venv || say python3 python3-venv
    have_node || say nodejs npm
    command -v git >/dev/null || say git
    have_file '/etc/ssl/certs/ca-certificates.crt' || say ca-certificates
}

# What pages, and the pages of prints, are looked at with.
missing_browser() {
    command -v "${HYDRIA_CHROMIUM:-chromium}" >/dev/null || say chromium
    command -v pdftoppm >/dev/null || say poppler-utils
}

missing_bench() {
    command -v wrk >/dev/null || say wrk
    for postgis in /usr/share/postgresql/*/extension/postgis.control; do
        have_file "${postgis%postgis.control}pgrouting.control" ||
            say "postgresql-$(basename "$(dirname "$(dirname "$postgis")")")-pgrouting"
    done
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Our servers are private ones: while packages are installed no service starts and no default cluster is made. Nothing of this stays,
# and a service that ran before is not touched.
POLICY=/usr/sbin/policy-rc.d
CLUSTER_RULE=/etc/postgresql-common/createcluster.d/hydria-setup.conf
hold_services() {
    [ -e "$POLICY" ] || printf '#!/bin/sh\n# Made by the setup of Hydria, for the length of one installation.\nexit 101\n' |
        as_root sh -c "cat >$POLICY && chmod 755 $POLICY"
    printf 'create_main_cluster = false\n' | as_root sh -c "mkdir -p ${CLUSTER_RULE%/*} && cat >$CLUSTER_RULE"
}
release_services() {
    ! grep -qs 'Made by the setup of Hydria' "$POLICY" || as_root rm -f "$POLICY"
    as_root rm -f "$CLUSTER_RULE"
}

apt_install() {
    if ! command -v apt-get >/dev/null; then
        fail "These Debian packages, or what your system calls them, are needed: $*"
    fi
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        fail "Root must first run: apt-get install --no-install-recommends $*"
    fi
    say "Setup: Debian packages $*"
    redis_is_new=$(command -v redis-server || say new)
    trap release_services EXIT
    trap 'exit 1' INT TERM HUP
    hold_services
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=400 -o APT::Update::Error-Mode=any update ||
        complain 'apt-get update failed: trying with the package lists that are here.'
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=400 -o Dpkg::Use-Pty=0 \
        install --no-install-recommends "$@" >"$LOG/apt.log" 2>&1 || {
        tail -n 20 "$LOG/apt.log" >&2
        fail "apt-get could not install $*: see $LOG/apt.log"
    }
    release_services
    trap - EXIT INT TERM HUP
    # The package would start its own Redis at the next boot; nobody asked for one.
    if [ "$redis_is_new" = new ] && command -v redis-server >/dev/null; then
        as_root update-rc.d redis-server disable >/dev/null 2>&1 || :
    fi
}

install_missing() {
    # shellcheck disable=SC2046 # one word a package
    set -- $("missing_$1" | tr ' ' '\n' | sort -u)
    [ $# = 0 ] || apt_install "$@"
}

setup_system() { install_missing system; }
setup_browser() { install_missing browser; }
setup_bench() { install_missing bench; }

#!/bin/sh
# check_catalogues.sh: every text that a person may read has its Greek translation, reviewed ("not fuzzy").
#
# The texts are taken from the sources anew, in a copy, and each app's catalogue is held against them.
set -eu
. "$(dirname "$0")/common.sh"
cd "$ROOT"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

for app in */apps.py; do
    app=${app%/apps.py}
    find "$app" -type f \( -name '*.py' -o -name '*.html' -o -name '*.txt' -o -name '*.xml' \) -not -path '*/migrations/*' \
        -exec cp --parents {} "$copy" \;
    mkdir -p "$copy/$app/locale"
done
(cd "$copy" && env -u DJANGO_SETTINGS_MODULE "$ROOT/.venv/bin/django-admin" makemessages --locale el --extension html,txt,py,xml --no-obsolete --verbosity 0)

failed=0
for fresh in "$copy"/*/locale/el/LC_MESSAGES/django.po; do
    catalogue=${fresh#"$copy/"}
    if [ ! -e "$catalogue" ]; then
        complain "$catalogue: is missing"
        failed=1
    elif ! msgcmp "$catalogue" "$fresh" 2>"$copy/complaints"; then
        sed "s|$copy/||" "$copy/complaints" >&2
        failed=1
    fi
    # Texts no longer used are noise for the next translator.
    if [ -e "$catalogue" ] && grep -q '^#~' "$catalogue"; then complain "$catalogue: has obsolete entries (lines with #~)"; failed=1; fi
done
exit "$failed"

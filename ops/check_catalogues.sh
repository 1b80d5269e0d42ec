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

# texts FILTER: the English texts of a catalogue on stdin that msgattrib's FILTER keeps.
texts() { msgattrib "$1" --no-obsolete --no-wrap | sed -n 's/^msgid "\(..*\)"$/    \1/p'; }

failed=0
complain_of() {
    [ -z "$2" ] || { complain "$1:
$2" && failed=1; }
}
for fresh in "$copy"/*/locale/el/LC_MESSAGES/django.po; do
    catalogue=${fresh#"$copy/"}
    if [ ! -e "$catalogue" ]; then
        complain "$catalogue: is missing"
        failed=1
        continue
    fi
    merged=$(msgmerge --quiet --no-fuzzy-matching "$catalogue" "$fresh")
    complain_of "$catalogue: without translation" "$(printf '%s\n' "$merged" | texts --untranslated)"
    complain_of "$catalogue: not reviewed (fuzzy)" "$(texts --only-fuzzy <"$catalogue")"
    # Texts no longer used are noise for the next translator.
    complain_of "$catalogue: no longer used (lines with #~)" "$(sed -n 's/^#~ msgid/    /p' "$catalogue")"
    msgfmt --check-format --output-file /dev/null "$catalogue" || failed=1
done
exit "$failed"

"""Search keys in the database, the same as gis_core.domain.greek makes in Python."""

from django.db import migrations

# translate() maps letter by letter; the second string is shorter by the marks and signs that fall away.
SQL = r"""
CREATE FUNCTION hydria_search_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT trim(both ' ' from regexp_replace(
        upper(regexp_replace(normalize(value, NFD), '[\u0300-\u036f]', '', 'g') COLLATE "und-x-icu"),
        '[^0-9A-ZΑ-Ω]+', ' ', 'g'))
$$;

CREATE FUNCTION hydria_latin_key(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    word text := upper(regexp_replace(normalize(value, NFD), '[\u0300-\u0307\u0309-\u036f]', '', 'g') COLLATE "und-x-icu");
BEGIN
    word := trim(both ' ' from regexp_replace(word, '[^0-9A-ZΑ-Ω\u0308]+', ' ', 'g'));
    word := regexp_replace(word, '(^| )ΜΠ', '\1B', 'g');
    word := regexp_replace(word, 'ΜΠ( |$)', 'B\1', 'g');
    word := replace(word, 'ΜΠ', 'MP');
    word := regexp_replace(word, '([ΑΕΗ])Υ(?=[ΑΒΓΔΕΖΗΛΙΜΝΟΡΩΥ])', '\1V', 'g');
    word := regexp_replace(word, '([ΑΕΗ])Υ(?!\u0308)', '\1F', 'g');
    word := regexp_replace(word, 'ΟΥ(?!\u0308)', 'OU', 'g');
    word := replace(word, U&'\0308', '');
    word := replace(replace(replace(replace(word, 'ΓΓ', 'NG'), 'ΓΞ', 'NX'), 'ΓΧ', 'NCH'), 'Θ', 'TH');
    word := replace(replace(word, 'Χ', 'CH'), 'Ψ', 'PS');
    RETURN translate(word, 'ΑΒΓΔΕΖΗΙΚΛΜΝΞΟΠΡΣΤΥΦΩ', 'AVGDEZIIKLMNXOPRSTYFO');
END
$$;

CREATE FUNCTION hydria_double_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE WHEN hydria_search_key(value) = hydria_latin_key(value) THEN hydria_search_key(value)
                ELSE hydria_search_key(value) || ' ' || hydria_latin_key(value) END
$$;
"""

UNDO = """
DROP FUNCTION hydria_double_key(text);
DROP FUNCTION hydria_latin_key(text);
DROP FUNCTION hydria_search_key(text);
"""


class Migration(migrations.Migration):
    """Add the functions that set-based imports call."""

    dependencies = [("gis_core", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]

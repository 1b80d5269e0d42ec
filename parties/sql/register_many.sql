-- Register many parties with their contacts in one statement; a tax number that stands there already is that party.
-- Index: party_afm_once, contact_once. Rows: one a given party.
WITH given AS (
    SELECT * FROM unnest(
        %(references)s::text[], %(kinds)s::text[], %(names)s::text[], %(first_names)s::text[],
        %(father_names)s::text[], %(afms)s::text[], %(emails)s::text[], %(mobiles)s::text[], %(languages)s::text[]
    ) WITH ORDINALITY
    AS g (reference, kind, name, first_name, father_name, afm, email, mobile, language, place)
),
-- One row a party: by tax number where there is one, else by the caller's reference.
single AS (
    SELECT DISTINCT ON (coalesce(afm, reference)) coalesce(afm, reference) AS identity, g.* FROM given AS g
    ORDER BY coalesce(afm, reference), place
),
numbered AS (
    SELECT s.*, coalesce(p.id, nextval(pg_get_serial_sequence('parties_party', 'id'))) AS party_id, p.id IS NULL AS is_new
    FROM single AS s LEFT JOIN parties_party AS p ON p.afm = s.afm
),
inserted AS (
    INSERT INTO parties_party (id, kind, name, first_name, father_name, afm, language, search_key, created_at)
    OVERRIDING SYSTEM VALUE
    SELECT party_id, kind, name, first_name, father_name, afm, language,
           hydria_double_key(concat_ws(' ', name, first_name, afm)), now()
    FROM numbered WHERE is_new ORDER BY place
    RETURNING id
),
contacts AS (
    INSERT INTO parties_contact (party_id, kind, value, is_preferred)
    SELECT n.party_id, c.kind, c.value, true
    FROM numbered AS n
    CROSS JOIN LATERAL (VALUES ('email', lower(n.email)), ('mobile', n.mobile)) AS c (kind, value)
    WHERE c.value <> '' AND n.is_new
    ON CONFLICT (party_id, kind, value) DO NOTHING
    RETURNING id
)
SELECT g.reference, n.party_id
FROM given AS g JOIN numbered AS n ON n.identity = coalesce(g.afm, g.reference)
ORDER BY g.place

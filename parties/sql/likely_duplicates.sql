-- Parties that may be the one asked for: the same tax number, the same telephone or e-mail, or names much alike.
-- Index: party_afm_once, contact_value, party_search_trgm. Rows: at most the limit, the likeliest first.
WITH alike AS (
    SELECT p.id, max(word_similarity(k.key, p.search_key)) AS likeness
    FROM unnest(%(keys)s::text[]) AS k (key)
    JOIN parties_party AS p ON p.search_key %%> k.key
    GROUP BY p.id
    ORDER BY likeness DESC, p.id LIMIT %(limit)s
),
reached AS (
    SELECT DISTINCT c.party_id AS id FROM parties_contact AS c WHERE c.value = ANY(%(contacts)s::text[])
),
found AS (
    SELECT id FROM alike
    UNION SELECT id FROM reached
    UNION SELECT id FROM parties_party WHERE afm = %(afm)s
)
SELECT f.id, coalesce(a.likeness, 0), r.id IS NOT NULL
FROM found AS f
LEFT JOIN alike AS a USING (id)
LEFT JOIN reached AS r USING (id)
WHERE f.id IS DISTINCT FROM %(but)s
ORDER BY r.id IS NULL, a.likeness DESC NULLS LAST, f.id
LIMIT %(limit)s

-- Flag new estimates that stand in a row with too many others.
-- Index: reading_one_stands. Rows: the estimates flagged.
WITH runs AS (
    SELECT r.id, c.use, CASE WHEN extract(month FROM r.read_on) BETWEEN 5 AND 10 THEN 'summer' ELSE 'winter' END AS season,
        (
            SELECT count(*) FROM meters_reading AS e
            WHERE e.installation_id = r.installation_id AND e.stands AND e.read_on <= r.read_on
                AND e.read_on > coalesce((
                    SELECT max(a.read_on) FROM meters_reading AS a
                    WHERE a.installation_id = r.installation_id AND a.stands AND a.source <> 'estimate'
                        AND a.read_on < r.read_on
                ), '-infinity')
        ) AS periods
    FROM meters_reading AS r
    JOIN meters_installation AS i ON i.id = r.installation_id
    JOIN meters_connection AS c ON c.id = i.connection_id
    WHERE r.id = ANY (%(reading_ids)s)
)
INSERT INTO meters_readingflag (reading_id, check_code, facts, state, decision_note, created_at)
SELECT n.id, 'many_estimates', jsonb_build_object('periods', n.periods), 'open', '', now()
FROM runs AS n
JOIN jsonb_to_recordset(%(rules)s::jsonb) AS r (use text, season text, many_estimates boolean, many_estimates_periods float8)
    USING (use, season)
WHERE r.many_estimates AND n.periods >= r.many_estimates_periods
ON CONFLICT (reading_id, check_code) DO NOTHING

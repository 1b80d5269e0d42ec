-- Measure the lines that will be written against the other readings of their places: meters/domain/checks.py in SQL.
-- Litres and days, a portion of the connections at a time; a place is a connection's slot over all meters that hung there.
-- Index: installation_one_meter, reading_one_stands, reading_flag_holding. Rows: one a line that will be written.
INSERT INTO measured_readings (
    line, reading_id, installation_id, connection_id, slot, read_on, value_l, revision, use, season, is_active, route_id,
    diameter_mm, turn_l, hung_on, serial, before_on, before_l, used_l, base_on, offset_l, run_periods, run_days,
    used_before, recent_l, recent_days, season_l, season_days, estimate_l, highest_l, following_l,
    following_offset_l
)
WITH taken AS MATERIALIZED (
    SELECT line, installation_id, connection_id, slot, read_on, (value_m3 * 1000)::bigint AS value_l, revision
    FROM found_readings WHERE outcome = 'taken' AND connection_id > %(above)s AND connection_id <= %(to)s
), places AS MATERIALIZED (
    SELECT connection_id, slot, min(read_on) AS first_day FROM taken GROUP BY connection_id, slot
), hung AS MATERIALIZED (
    SELECT i.id, i.connection_id, i.slot, p.first_day
    FROM places AS p JOIN meters_installation AS i ON i.connection_id = p.connection_id AND i.slot = p.slot
), found AS (
    SELECT h.connection_id, h.slot, h.first_day, r.id, r.installation_id, r.read_on, r.value_m3, r.offset_m3, r.source
    FROM hung AS h
    JOIN meters_reading AS r ON r.installation_id = h.id AND r.stands AND r.read_on >= h.first_day - %(reach)s::int
    UNION ALL
    -- A meter that nobody read for long: the last time somebody did.
    SELECT h.connection_id, h.slot, h.first_day, r.id, r.installation_id, r.read_on, r.value_m3, r.offset_m3, r.source
    FROM hung AS h
    CROSS JOIN LATERAL (
        SELECT * FROM meters_reading AS o
        WHERE o.installation_id = h.id AND o.stands AND o.source <> 'estimate' AND o.read_on < h.first_day - %(reach)s::int
        ORDER BY o.read_on DESC LIMIT 1
    ) AS r
), standing AS MATERIALIZED (
    SELECT f.connection_id, f.slot, f.installation_id, f.read_on, (f.value_m3 * 1000)::bigint AS value_l,
           (f.offset_m3 * 1000)::bigint AS offset_l, f.source = 'estimate' AS is_estimate, f.read_on > f.first_day AS is_late,
           f.id IN (SELECT reading_id FROM meters_readingflag WHERE state IN ('open', 'reread')) AS is_held
    FROM found AS f
    -- What a new revision takes the place of says nothing any more.
    WHERE NOT EXISTS (
        SELECT FROM taken AS t WHERE t.revision > 0 AND t.installation_id = f.installation_id AND t.read_on = f.read_on
    )
), series AS (
    SELECT connection_id, slot, installation_id, read_on, value_l, offset_l, is_held, NULL::bigint AS line
    FROM standing WHERE NOT is_estimate
    UNION ALL
    SELECT connection_id, slot, installation_id, read_on, value_l, 0, false, line FROM taken
), steps AS MATERIALIZED (
    SELECT *, read_on - before_on AS days,
           CASE WHEN used_l >= 0 AND NOT is_held AND NOT before_held THEN used_l END AS told_l
    FROM (
        SELECT *, lag(value_l) OVER w AS before_l, lag(read_on) OVER w AS before_on, lag(is_held) OVER w AS before_held,
               CASE WHEN line IS NULL AND lag(line) OVER w IS NULL THEN value_l + offset_l - lag(value_l + offset_l) OVER w
                    ELSE value_l - lag(value_l) OVER w END AS used_l,
               max(read_on) FILTER (WHERE line IS NULL) OVER w AS base_on, row_number() OVER w AS place
        FROM series WINDOW w AS (PARTITION BY installation_id ORDER BY read_on)
    ) AS stepped
), fresh AS MATERIALIZED (
    SELECT * FROM steps WHERE line IS NOT NULL
), sums AS (
    -- Of readings of the same meter (own) the last comes first by putting its day before its litres.
    SELECT n.line,
        sum(r.told_l) FILTER (WHERE n.read_on - r.read_on BETWEEN 1 AND %(recent)s) AS recent_l,
        sum(r.days) FILTER (WHERE r.told_l IS NOT NULL AND n.read_on - r.read_on BETWEEN 1 AND %(recent)s) AS recent_days,
        sum(r.told_l) FILTER (WHERE n.read_on - r.read_on BETWEEN %(season_to)s AND %(season_from)s) AS season_l,
        sum(r.days) FILTER (WHERE r.told_l IS NOT NULL AND n.read_on - r.read_on BETWEEN %(season_to)s AND %(season_from)s)
            AS season_days,
        max(r.place) FILTER (WHERE r.installation_id = n.installation_id AND r.used_l IS DISTINCT FROM 0) AS run_place,
        max(r.read_on) FILTER (WHERE r.installation_id = n.installation_id AND r.used_l IS DISTINCT FROM 0) AS run_on,
        max(((r.read_on - DATE '2000-01-01')::bigint << 44) + r.offset_l) FILTER (
            WHERE r.installation_id = n.installation_id AND r.line IS NULL
        ) AS base_l,
        -- The last reading before that nothing holds, and the highest of the lines since: a register that fell is held
        -- until it is there again.
        max(((r.read_on - DATE '2000-01-01')::bigint << 44) + r.value_l + r.offset_l) FILTER (
            WHERE r.installation_id = n.installation_id AND r.line IS NULL AND NOT r.is_held
        ) AS sure_l,
        max(r.value_l) FILTER (
            WHERE r.installation_id = n.installation_id AND r.line <> n.line AND r.base_on IS NOT DISTINCT FROM n.base_on
                AND r.used_l BETWEEN 0 AND %(leap)s::bigint * r.days
        ) AS since_l
    FROM fresh AS n
    JOIN steps AS r ON r.connection_id = n.connection_id AND r.slot = n.slot AND r.read_on <= n.read_on
    GROUP BY n.line
), taken_back AS (
    SELECT DISTINCT ON (n.line) n.line, e.value_l + e.offset_l AS total_l
    FROM fresh AS n JOIN standing AS e ON e.installation_id = n.installation_id AND e.is_estimate
        AND e.read_on < n.read_on AND (n.before_on IS NULL OR e.read_on > n.before_on)
    ORDER BY n.line, e.read_on DESC
), following AS (
    SELECT DISTINCT ON (n.line) n.line, f.value_l + f.offset_l AS total_l, f.offset_l
    FROM fresh AS n JOIN standing AS f ON f.installation_id = n.installation_id AND f.is_late AND f.read_on > n.read_on
    ORDER BY n.line, f.read_on
)
SELECT n.line, nextval('meters_reading_id_seq'), n.installation_id, n.connection_id, n.slot, n.read_on, n.value_l,
       t.revision, c.use, CASE WHEN extract(month FROM n.read_on) BETWEEN 5 AND 10 THEN 'summer' ELSE 'winter' END,
       c.status = 'active', c.route_id, m.diameter_mm, (1000 * power(10::numeric, m.digits))::bigint, lower(i.period), m.serial,
       n.before_on, n.before_l, n.used_l, n.base_on, coalesce(u.base_l & ((1::bigint << 44) - 1), 0), n.place - u.run_place, n.read_on - u.run_on,
       u.run_place > 1, u.recent_l, u.recent_days, u.season_l, u.season_days, b.total_l,
       greatest(u.sure_l & ((1::bigint << 44) - 1), u.since_l + coalesce(u.base_l & ((1::bigint << 44) - 1), 0)), f.total_l, f.offset_l
FROM fresh AS n
JOIN taken AS t ON t.line = n.line
JOIN sums AS u ON u.line = n.line
JOIN meters_installation AS i ON i.id = n.installation_id
JOIN meters_meter AS m ON m.id = i.meter_id
JOIN meters_connection AS c ON c.id = n.connection_id
LEFT JOIN taken_back AS b ON b.line = n.line
LEFT JOIN following AS f ON f.line = n.line

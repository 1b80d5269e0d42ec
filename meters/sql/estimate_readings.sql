-- Estimate what meters show on a day and write it, for meters without a reading of that day, of connections to which
-- water runs: meters/domain/estimates.py in SQL. A reading that somebody made or a person withdrew stays as it is.
-- Index: installation_one_meter, reading_one_stands, connection_route_position_once. Rows: one a meter estimated.
WITH wanted AS MATERIALIZED (
    SELECT i.id AS installation_id, i.connection_id, i.slot, c.route_id, c.use, m.diameter_mm, m.digits
    FROM meters_installation AS i
    JOIN meters_connection AS c ON c.id = i.connection_id AND c.status = 'active'
    JOIN meters_meter AS m ON m.id = i.meter_id
    WHERE i.id = ANY (%(installation_ids)s) AND i.period @> %(read_on)s::date
        AND NOT EXISTS (
            SELECT FROM meters_reading AS r WHERE r.installation_id = i.id AND r.stands
                AND (r.read_on = %(read_on)s OR r.read_on > %(read_on)s AND NOT %(may_precede)s)
        )
), actual AS (
    SELECT w.connection_id, w.slot, r.installation_id, r.read_on, r.total_m3,
           EXISTS (
               SELECT FROM meters_readingflag AS f WHERE f.reading_id = r.id AND f.state IN ('open', 'reread')
           ) AS is_held
    FROM wanted AS w
    JOIN meters_installation AS i ON i.connection_id = w.connection_id AND i.slot = w.slot
    JOIN meters_reading AS r ON r.installation_id = i.id AND r.stands AND r.source <> 'estimate'
        AND r.read_on < %(read_on)s AND r.read_on >= %(read_on)s::date - 4000
), steps AS (
    SELECT connection_id, slot, %(read_on)s::date - read_on AS ago, read_on - lag(read_on) OVER w AS days,
           ((total_m3 - lag(total_m3) OVER w) * 1000)::bigint AS used_l, is_held OR lag(is_held) OVER w AS is_held
    FROM actual WINDOW w AS (PARTITION BY installation_id ORDER BY read_on)
), told AS (
    SELECT connection_id, slot, used_l, days, ago BETWEEN %(season_to)s AND %(season_from)s AS in_season,
           ago BETWEEN 1 AND %(recent)s AS is_recent, ago BETWEEN 366 AND %(recent)s + 365 AS is_earlier
    FROM steps WHERE used_l >= 0 AND NOT is_held
), chosen AS (
    -- Long steps count only where no shorter ones tell.
    SELECT connection_id, slot, used_l, days,
           in_season AND (days <= %(longest_step)s OR NOT coalesce(sum(days) FILTER (WHERE in_season AND days <= %(longest_step)s) OVER p, 0) >= %(least_days)s) AS in_season,
           is_recent AND (days <= %(longest_step)s OR NOT coalesce(sum(days) FILTER (WHERE is_recent AND days <= %(longest_step)s) OVER p, 0) >= %(least_days)s) AS is_recent,
           is_earlier AND (days <= %(longest_step)s OR NOT coalesce(sum(days) FILTER (WHERE is_earlier AND days <= %(longest_step)s) OVER p, 0) >= %(least_days)s) AS is_earlier
    FROM told WINDOW p AS (PARTITION BY connection_id, slot)
), sums AS (
    SELECT connection_id, slot,
        sum(used_l) FILTER (WHERE in_season)::float8 AS season_l, sum(days) FILTER (WHERE in_season) AS season_days,
        sum(used_l) FILTER (WHERE is_recent)::float8 AS recent_l, sum(days) FILTER (WHERE is_recent) AS recent_days,
        sum(used_l) FILTER (WHERE is_earlier)::float8 AS earlier_l, sum(days) FILTER (WHERE is_earlier) AS earlier_days
    FROM chosen GROUP BY connection_id, slot
), groups AS (
    SELECT DISTINCT route_id, use, diameter_mm FROM wanted
), ends AS (
    SELECT g.route_id, g.use, g.diameter_mm, min(r.read_on) AS first_on, max(r.read_on) AS last_on,
           min(r.total_m3) AS first_m3, max(r.total_m3) AS last_m3
    FROM groups AS g
    JOIN meters_connection AS c ON c.route_id = g.route_id AND c.use = g.use AND c.status = 'active'
    JOIN meters_installation AS i ON i.connection_id = c.id
    JOIN meters_meter AS m ON m.id = i.meter_id AND m.diameter_mm = g.diameter_mm
    JOIN meters_reading AS r ON r.installation_id = i.id AND r.stands AND r.source <> 'estimate'
        AND r.read_on >= date_trunc('month', %(read_on)s::date)::date - 400
        AND r.read_on < date_trunc('month', %(read_on)s::date)::date
    GROUP BY g.route_id, g.use, g.diameter_mm, i.id
), like_meters AS (
    SELECT route_id, use, diameter_mm,
           percentile_disc(0.5) WITHIN GROUP (
               ORDER BY ((last_m3 - first_m3) * 1000)::float8 / (last_on - first_on)
           ) AS l_day
    FROM ends WHERE last_on - first_on >= %(least_days)s
    GROUP BY route_id, use, diameter_mm HAVING count(*) >= %(least_meters)s
), rates AS (
    SELECT w.*,
        CASE WHEN s.season_days >= %(least_days)s THEN 'last_year'
             WHEN s.recent_days >= %(least_days)s THEN 'recent'
             WHEN k.l_day IS NOT NULL THEN 'like_meters' END AS rule,
        CASE WHEN s.season_days >= %(least_days)s THEN s.season_l / s.season_days * CASE
                WHEN s.recent_days >= %(least_days)s AND s.earlier_l > 0
                    -- As many days are known of both times: else they are not the same months.
                    AND 4 * s.recent_days >= 3 * s.earlier_days AND 4 * s.earlier_days >= 3 * s.recent_days
                THEN least(greatest((s.recent_l / s.recent_days) / (s.earlier_l / s.earlier_days), %(least_trend)s), %(most_trend)s)
                ELSE 1 END
             WHEN s.recent_days >= %(least_days)s THEN s.recent_l / s.recent_days
             ELSE k.l_day END AS l_day
    FROM wanted AS w
    LEFT JOIN sums AS s ON s.connection_id = w.connection_id AND s.slot = w.slot
    LEFT JOIN like_meters AS k ON k.route_id = w.route_id AND k.use = w.use AND k.diameter_mm = w.diameter_mm
), totals AS (
    -- Never above what a later reading shows.
    SELECT t.*, least(
               last.total_m3 + floor((t.l_day * (%(read_on)s::date - last.read_on) + 500) / 1000)::numeric,
               (
                   SELECT greatest(last.total_m3, min(r.total_m3)) FROM meters_reading AS r
                   WHERE r.installation_id = t.installation_id AND r.stands AND r.read_on > %(read_on)s HAVING count(*) > 0
               )
           ) AS total_m3, power(10::numeric, t.digits) AS turn_m3
    FROM rates AS t
    -- From the last reading of the meter, be it an estimate itself.
    CROSS JOIN LATERAL (
        SELECT r.total_m3, r.read_on FROM meters_reading AS r
        WHERE r.installation_id = t.installation_id AND r.stands AND r.read_on < %(read_on)s
        ORDER BY r.read_on DESC LIMIT 1
    ) AS last
    WHERE t.rule IS NOT NULL
)
INSERT INTO meters_reading (
    installation_id, read_on, revision, value_m3, offset_m3, read_m3, source, note, stands, is_withdrawal, estimate_rule,
    recorded_by_id, recorded_at
)
SELECT t.installation_id, %(read_on)s, coalesce(
           (SELECT max(r.revision) + 1 FROM meters_reading AS r WHERE r.installation_id = t.installation_id AND r.read_on = %(read_on)s), 0
       ), t.total_m3 %% t.turn_m3, floor(t.total_m3 / t.turn_m3) * t.turn_m3, %(read_m3)s, 'estimate', %(note)s, true, false, t.rule,
       %(user_id)s, now()
FROM totals AS t
ORDER BY t.installation_id
RETURNING id, installation_id

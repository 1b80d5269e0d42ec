-- Where a place itself says nothing, measure what like meters use: the median daily average of the same route, use and
-- diameter over the 400 days before the month of the reading.
-- Index: connection_route_position_once, installation_one_meter, reading_one_stands. Rows: those without a history.
WITH wanted AS (
    SELECT DISTINCT route_id, use, diameter_mm, date_trunc('month', read_on)::date AS month
    FROM measured_readings WHERE coalesce(recent_days, 0) < %(least_days)s AND coalesce(season_days, 0) < %(least_days)s
), ends AS (
    SELECT w.*, i.id, min(r.read_on) AS first_on, max(r.read_on) AS last_on, min(r.total_m3) AS first_m3, max(r.total_m3) AS last_m3
    FROM wanted AS w
    JOIN meters_connection AS c ON c.route_id = w.route_id AND c.use = w.use AND c.status = 'active'
    JOIN meters_installation AS i ON i.connection_id = c.id
    JOIN meters_meter AS m ON m.id = i.meter_id AND m.diameter_mm = w.diameter_mm
    JOIN meters_reading AS r ON r.installation_id = i.id AND r.stands AND r.source <> 'estimate'
        AND r.read_on >= w.month - 400 AND r.read_on < w.month
        AND NOT EXISTS (
            SELECT FROM meters_readingflag AS f WHERE f.reading_id = r.id AND f.state IN ('open', 'reread')
        )
    GROUP BY w.route_id, w.use, w.diameter_mm, w.month, i.id
), groups AS (
    SELECT route_id, use, diameter_mm, month,
           percentile_disc(0.5) WITHIN GROUP (
               ORDER BY ((last_m3 - first_m3) * 1000)::float8 / (last_on - first_on)
           ) AS l_day
    FROM ends WHERE last_on - first_on >= %(least_days)s
    GROUP BY route_id, use, diameter_mm, month HAVING count(*) >= %(least_meters)s
)
UPDATE measured_readings AS n SET like_l = g.l_day
FROM groups AS g
WHERE g.route_id = n.route_id AND g.use = n.use AND g.diameter_mm = n.diameter_mm
    AND g.month = date_trunc('month', n.read_on)::date
    AND coalesce(n.recent_days, 0) < %(least_days)s AND coalesce(n.season_days, 0) < %(least_days)s

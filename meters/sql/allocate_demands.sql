-- Average consumption of a system's connections between two days, given to the two ends of each one's pipe by distance.
-- Index: reading_read_on, meters_installation_pkey, network_pipe_pkey. Rows: one a junction that gets water, and four of sums.
WITH standing AS (
    SELECT r.installation_id, i.connection_id, r.read_on, r.total_m3
    FROM meters_reading AS r
    JOIN meters_installation AS i ON i.id = r.installation_id
    WHERE r.stands AND r.read_on BETWEEN %(first)s::date - %(reach)s::int AND %(last)s::date + %(reach)s::int
), steps AS (
    SELECT connection_id, lag(read_on) OVER w AS first_day, read_on AS last_day, total_m3 - lag(total_m3) OVER w AS used
    FROM standing WINDOW w AS (PARTITION BY installation_id ORDER BY read_on)
), shares AS (
    SELECT
        connection_id, used, last_day - first_day AS days,
        least(last_day, %(last)s::date) - greatest(first_day, %(first)s::date) AS common_days
    FROM steps WHERE first_day < %(last)s::date AND last_day > %(first)s::date
), averages AS (
    SELECT connection_id, (greatest(sum(used * common_days / days), 0) / sum(common_days))::float8 AS m3_day
    FROM shares GROUP BY connection_id
), connections AS MATERIALIZED (
    SELECT
        c.pipe_id IS NOT NULL AS has_pipe, c.pipe_fraction AS fraction, v.m3_day, p.start_node_id, p.end_node_id,
        p.lifecycle = 'in_service' AND a.lifecycle = 'in_service' AND a.kind <> ALL (%(sources)s) AS start_takes,
        p.lifecycle = 'in_service' AND b.lifecycle = 'in_service' AND b.kind <> ALL (%(sources)s) AS end_takes
    FROM meters_connection AS c
    LEFT JOIN averages AS v ON v.connection_id = c.id
    LEFT JOIN network_pipe AS p ON p.id = c.pipe_id
    LEFT JOIN network_node AS a ON a.id = p.start_node_id
    LEFT JOIN network_node AS b ON b.id = p.end_node_id
    WHERE c.status <> 'removed' AND (c.pipe_id IS NULL OR p.system_id = %(system_id)s)
), given AS (
    SELECT
        start_node_id AS node_id,
        m3_day * CASE WHEN NOT start_takes THEN 0 WHEN end_takes THEN 1 - fraction ELSE 1 END AS m3_day
    FROM connections WHERE has_pipe AND m3_day IS NOT NULL
    UNION ALL
    SELECT end_node_id, m3_day * CASE WHEN NOT end_takes THEN 0 WHEN start_takes THEN fraction ELSE 1 END
    FROM connections WHERE has_pipe AND m3_day IS NOT NULL
)
SELECT 'node' AS what, node_id, NULL::bigint AS connections, sum(m3_day) AS m3_day
FROM given WHERE m3_day > 0 GROUP BY node_id
UNION ALL
SELECT 'metered', NULL, count(*), coalesce(sum(m3_day), 0) FROM connections WHERE has_pipe AND m3_day IS NOT NULL
UNION ALL
SELECT 'unplaced', NULL, count(*), coalesce(sum(m3_day), 0)
FROM connections WHERE has_pipe AND m3_day IS NOT NULL AND NOT start_takes AND NOT end_takes
UNION ALL
SELECT 'pipeless', NULL, count(*), coalesce(sum(m3_day), 0) FROM connections WHERE NOT has_pipe AND m3_day IS NOT NULL
UNION ALL
SELECT 'unread', NULL, count(*), 0 FROM connections WHERE has_pipe AND m3_day IS NULL

-- Consumption of a connection between its last readings, oldest first, over all meters that hung there.
-- Index: reading_revision_once, meters_installation by connection. Rows: about three times the periods asked for.
WITH standing AS (
    SELECT DISTINCT ON (r.installation_id, r.read_on) r.installation_id, r.read_on, r.value_m3
    FROM meters_reading AS r
    JOIN meters_installation AS i ON i.id = r.installation_id
    WHERE i.connection_id = %(connection_id)s
    ORDER BY r.installation_id, r.read_on, r.revision DESC
),
steps AS (
    SELECT
        lag(read_on) OVER w AS first_day, read_on AS last_day, value_m3 - lag(value_m3) OVER w AS used
    FROM standing WINDOW w AS (PARTITION BY installation_id ORDER BY read_on)
)
SELECT min(first_day) AS first_day, last_day, sum(used) AS used
FROM steps WHERE first_day IS NOT NULL
GROUP BY last_day ORDER BY last_day DESC LIMIT %(limit)s

-- Consumption of a connection between its last readings, oldest first, over all meters that hung there.
-- Index: reading_one_stands, meters_installation by connection. Rows: about three times the periods asked for.
WITH standing AS (
    SELECT r.installation_id, r.read_on, r.total_m3
    FROM meters_reading AS r
    JOIN meters_installation AS i ON i.id = r.installation_id
    WHERE i.connection_id = %(connection_id)s AND r.stands
),
steps AS (
    SELECT
        lag(read_on) OVER w AS first_day, read_on AS last_day, total_m3 - lag(total_m3) OVER w AS used
    FROM standing WINDOW w AS (PARTITION BY installation_id ORDER BY read_on)
)
SELECT min(first_day) AS first_day, last_day, sum(used) AS used
FROM steps WHERE first_day IS NOT NULL
GROUP BY last_day ORDER BY last_day DESC LIMIT %(limit)s

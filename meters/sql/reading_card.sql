-- Standing readings of a connection, oldest first, each with what ran through its meter since the one before.
-- Index: meters_installation by connection, reading_one_stands, flags by reading. Rows: one a reading, some hundreds.
SELECT
    r.read_on, i.slot, m.serial, r.value_m3, r.read_m3, r.source, r.estimate_rule, r.note,
    lag(r.read_on) OVER w AS since,
    r.total_m3 - lag(r.total_m3) OVER w AS used_m3,
    EXISTS (
        SELECT FROM meters_readingflag AS f WHERE f.reading_id = r.id AND f.state = ANY (%(holding)s)
    ) AS is_held
FROM meters_reading AS r
JOIN meters_installation AS i ON i.id = r.installation_id
JOIN meters_meter AS m ON m.id = i.meter_id
WHERE i.connection_id = %(connection_id)s AND r.stands
WINDOW w AS (PARTITION BY r.installation_id ORDER BY r.read_on)
ORDER BY r.read_on, i.slot, r.id

-- Find the meter of each well-formed line and say which lines cannot be true of the register.
-- Index: connection supply_number, meter serial, installation_one_meter, reading_revision_once. Rows: one a line.
INSERT INTO found_readings
WITH given AS (
    SELECT s.line, s.supply_number, s.meter_serial, s.read_on, s.value_m3, c.id AS connection_id, m.id AS meter_id,
           s.installation_id AS given_id
    FROM staged_readings AS s
    LEFT JOIN meters_connection AS c ON c.supply_number = nullif(s.supply_number, '')
    LEFT JOIN meters_meter AS m ON m.serial = nullif(s.meter_serial, '')
    WHERE s.outcome = ''
), candidates AS (
    -- On the day of an exchange both meters may be read: the one that was there before comes only by its serial.
    SELECT g.line, i.id, i.meter_id IS NOT DISTINCT FROM g.meter_id AS is_told, i.period @> g.read_on AS hangs,
           lower(i.period) AS hung_on, i.connection_id, i.slot, i.meter_id
    FROM given AS g JOIN meters_installation AS i ON i.connection_id = g.connection_id
    WHERE lower(i.period) <= g.read_on AND (upper(i.period) IS NULL OR g.read_on <= upper(i.period))
    UNION ALL
    SELECT g.line, i.id, true, i.period @> g.read_on, lower(i.period), i.connection_id, i.slot, i.meter_id
    FROM given AS g JOIN meters_installation AS i ON i.meter_id = g.meter_id
    WHERE g.supply_number = '' AND g.given_id IS NULL
        AND lower(i.period) <= g.read_on AND (upper(i.period) IS NULL OR g.read_on <= upper(i.period))
    UNION ALL
    SELECT g.line, i.id, true, true, lower(i.period), i.connection_id, i.slot, i.meter_id
    FROM given AS g JOIN meters_installation AS i ON i.id = g.given_id
    WHERE lower(i.period) <= g.read_on AND (upper(i.period) IS NULL OR g.read_on <= upper(i.period))
), ranked AS (
    SELECT line, id, is_told, connection_id, slot, meter_id,
           row_number() OVER w AS place,
           count(*) FILTER (WHERE hangs) OVER (PARTITION BY line) AS hanging
    FROM candidates WINDOW w AS (PARTITION BY line ORDER BY is_told DESC, hangs DESC, hung_on DESC)
), lined_up AS (
    SELECT g.*, r.id AS installation_id, r.is_told, r.hanging, r.slot, coalesce(r.connection_id, g.connection_id) AS at_id,
           m.digits,
           row_number() OVER w AS place, first_value(g.value_m3) OVER w AS first_value
    FROM given AS g
    LEFT JOIN ranked AS r ON r.line = g.line AND r.place = 1
    LEFT JOIN meters_meter AS m ON m.id = r.meter_id
    WINDOW w AS (PARTITION BY r.id, g.read_on ORDER BY g.line)
), earlier AS (
    SELECT r.installation_id, r.read_on, max(r.revision) AS revision, max(r.value_m3) FILTER (WHERE r.stands) AS value_m3,
           bool_or(r.source = 'estimate') FILTER (WHERE r.stands) AS is_estimate,
           max(r.read_m3) FILTER (WHERE r.stands) AS read_m3,
           (array_agg(CASE WHEN r.is_withdrawal THEN r.value_m3 END ORDER BY r.revision DESC))[1] AS withdrawn_m3
    FROM lined_up AS l
    JOIN meters_reading AS r ON r.installation_id = l.installation_id AND r.read_on = l.read_on
    WHERE l.place = 1 GROUP BY r.installation_id, r.read_on
), judged AS (
    SELECT l.*, t.revision,
        CASE
            WHEN l.supply_number <> '' AND l.connection_id IS NULL THEN 'unknown_supply:supply_number:' || l.supply_number
            WHEN l.supply_number = '' AND l.given_id IS NULL AND l.meter_id IS NULL
                THEN 'unknown_meter:meter_serial:' || l.meter_serial
            WHEN l.read_on > %(today)s THEN 'in_the_future:read_on:' || to_char(l.read_on, 'DD/MM/YYYY')
            WHEN l.installation_id IS NULL THEN 'no_meter:read_on:' || to_char(l.read_on, 'DD/MM/YYYY')
            WHEN NOT l.is_told AND l.hanging > 1 AND l.meter_serial <> ''
                THEN 'other_meter:meter_serial:' || l.meter_serial
            WHEN NOT l.is_told AND l.hanging > 1 THEN 'several_meters:meter_serial:' || l.supply_number
            WHEN l.value_m3 >= power(10::numeric, l.digits) THEN 'too_many_digits:value_m3:' || l.value_m3
            WHEN t.value_m3 = l.value_m3 AND NOT t.is_estimate THEN 'repeated::'
            -- Somebody looked at this very value and wrote another one in its place.
            WHEN t.read_m3 = l.value_m3 THEN 'repeated::'
            WHEN t.withdrawn_m3 = l.value_m3 AND l.given_id IS NULL THEN 'withdrawn:value_m3:' || l.value_m3
            WHEN t.value_m3 IS NOT NULL AND NOT t.is_estimate THEN 'other_value:value_m3:' || t.value_m3
            WHEN l.place > 1 AND l.first_value = l.value_m3 THEN 'repeated::'
            WHEN l.place > 1 THEN 'twice_in_file:read_on:' || to_char(l.read_on, 'DD/MM/YYYY')
            ELSE 'taken::'
        END AS verdict
    FROM lined_up AS l
    LEFT JOIN earlier AS t ON t.installation_id = l.installation_id AND t.read_on = l.read_on
)
SELECT line, split_part(verdict, ':', 1), split_part(verdict, ':', 2), regexp_replace(verdict, '^[^:]*:[^:]*:', ''),
       installation_id, at_id, slot, read_on, value_m3, coalesce(revision + 1, 0)
FROM judged

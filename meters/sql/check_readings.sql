-- Compare staged readings with the register, with the readings that stand and with each other; mark those not taken.
-- Index: connection supply_number, meter serial, installation_one_meter (GiST), reading_revision_once. Rows: not taken.
WITH found AS (
    SELECT s.line, c.id AS connection_id, m.id AS meter_id, i.id AS installation_id, im.digits, im.serial
    FROM staged_readings AS s
    LEFT JOIN meters_connection AS c ON s.supply_number <> '' AND c.supply_number = s.supply_number
    LEFT JOIN meters_meter AS m ON s.meter_serial <> '' AND m.serial = s.meter_serial
    -- On the day of an exchange both meters may be read: the one that was there before comes only by its serial.
    -- Two branches, so that each uses its own index.
    LEFT JOIN LATERAL (
        SELECT n.id, n.meter_id FROM (
            SELECT id, meter_id, period FROM meters_installation
            WHERE connection_id = c.id AND (m.id IS NULL OR meter_id = m.id)
            UNION ALL
            SELECT id, meter_id, period FROM meters_installation WHERE c.id IS NULL AND meter_id = m.id
        ) AS n
        WHERE lower(n.period) <= s.read_on AND (upper(n.period) IS NULL OR s.read_on <= upper(n.period))
        ORDER BY n.period @> s.read_on DESC, lower(n.period) DESC LIMIT 1
    ) AS i ON true
    LEFT JOIN meters_meter AS im ON im.id = i.meter_id
),
standing AS (
    SELECT DISTINCT ON (r.installation_id, r.read_on) r.installation_id, r.read_on, r.value_m3
    FROM meters_reading AS r
    WHERE r.installation_id IN (SELECT installation_id FROM found)
    ORDER BY r.installation_id, r.read_on, r.revision DESC
),
lined_up AS (
    SELECT s.line, f.installation_id, s.read_on, s.value_m3,
           row_number() OVER (PARTITION BY f.installation_id, s.read_on ORDER BY s.line) AS place,
           first_value(s.value_m3) OVER (PARTITION BY f.installation_id, s.read_on ORDER BY s.line) AS first_value
    FROM staged_readings AS s JOIN found AS f USING (line)
),
series AS (
    SELECT installation_id, read_on, value_m3, NULL::int AS line FROM standing
    UNION ALL
    -- What is refused for itself says nothing about its neighbours.
    SELECT l.installation_id, l.read_on, l.value_m3, l.line FROM lined_up AS l JOIN found AS f USING (line)
    WHERE l.place = 1 AND l.installation_id IS NOT NULL AND l.read_on <= %(today)s
      AND l.value_m3 < power(10::numeric, f.digits)
      AND NOT EXISTS (
          SELECT FROM standing AS t WHERE t.installation_id = l.installation_id AND t.read_on = l.read_on
      )
),
spans AS (
    -- A span begins at a standing reading and ends before the next one.
    SELECT *, count(*) FILTER (WHERE line IS NULL) OVER (PARTITION BY installation_id ORDER BY read_on) AS span
    FROM series
),
ends AS (
    SELECT s.*, e.value_m3 AS after
    FROM spans AS s
    LEFT JOIN spans AS e ON e.installation_id = s.installation_id AND e.line IS NULL AND e.span = s.span + 1
),
neighbours AS (
    -- Day by day, a line is held against the highest that was taken before it: one wrong line refuses itself only.
    SELECT line, after, max(value_m3) FILTER (WHERE line IS NULL OR after IS NULL OR value_m3 <= after) OVER (
        PARTITION BY installation_id, span ORDER BY read_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
    FROM ends
),
judged AS (
    SELECT
        s.line,
        f.installation_id,
        CASE
            WHEN s.supply_number <> '' AND f.connection_id IS NULL
                THEN 'unknown_supply:supply_number:' || s.supply_number
            WHEN s.meter_serial <> '' AND f.meter_id IS NULL THEN 'unknown_meter:meter_serial:' || s.meter_serial
            WHEN s.read_on > %(today)s THEN 'in_the_future:read_on:' || to_char(s.read_on, 'DD/MM/YYYY')
            WHEN f.installation_id IS NULL AND f.connection_id IS NOT NULL AND f.meter_id IS NOT NULL
                THEN 'other_meter:meter_serial:' || s.meter_serial
            WHEN f.installation_id IS NULL THEN 'no_meter:read_on:' || to_char(s.read_on, 'DD/MM/YYYY')
            WHEN s.value_m3 >= power(10::numeric, f.digits) THEN 'too_many_digits:value_m3:' || s.value_m3
            WHEN t.value_m3 = s.value_m3 THEN 'repeated::'
            WHEN t.value_m3 IS NOT NULL THEN 'other_value:value_m3:' || t.value_m3
            WHEN l.place > 1 AND l.first_value = s.value_m3 THEN 'repeated::'
            WHEN l.place > 1 THEN 'twice_in_file:read_on:' || to_char(s.read_on, 'DD/MM/YYYY')
            WHEN s.value_m3 < n.before THEN 'below_previous:value_m3:' || n.before
            WHEN s.value_m3 > n.after THEN 'above_next:value_m3:' || n.after
            ELSE 'taken::'
        END AS verdict
    FROM staged_readings AS s
    JOIN found AS f USING (line)
    JOIN lined_up AS l USING (line)
    LEFT JOIN standing AS t ON t.installation_id = f.installation_id AND t.read_on = s.read_on
    LEFT JOIN neighbours AS n ON n.line = s.line
),
marked AS (
    UPDATE staged_readings AS s
    SET outcome = split_part(j.verdict, ':', 1), installation_id = j.installation_id
    FROM judged AS j WHERE j.line = s.line
    RETURNING s.line, j.verdict
)
SELECT line, split_part(verdict, ':', 1), split_part(verdict, ':', 2), split_part(verdict, ':', 3)
FROM marked WHERE verdict <> 'taken::' ORDER BY line

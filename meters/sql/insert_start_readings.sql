-- Write what each meter showed when it was hung.
-- Index: meters_connection.supply_number. Rows: one a taken line.
INSERT INTO meters_reading
    (installation_id, read_on, revision, value_m3, source, note, batch_id, recorded_by_id, recorded_at)
SELECT i.id, s.opened_on, 0, s.start_reading, 'installation', '', %(batch_id)s, %(user_id)s, now()
FROM staged_connections AS s
JOIN meters_connection AS c ON c.supply_number = s.supply_number
JOIN meters_installation AS i ON i.connection_id = c.id AND i.period @> s.opened_on
WHERE s.outcome = 'taken'
ORDER BY s.line
ON CONFLICT (installation_id, read_on, revision) DO NOTHING

-- Write the readings of taken lines.
-- Index: reading_revision_once. Rows: one a taken line.
INSERT INTO meters_reading
    (installation_id, read_on, revision, value_m3, source, note, batch_id, recorded_by_id, recorded_at)
SELECT s.installation_id, s.read_on, 0, s.value_m3, %(source)s, s.note, %(batch_id)s, %(user_id)s, now()
FROM staged_readings AS s WHERE s.outcome = 'taken'
ORDER BY s.line

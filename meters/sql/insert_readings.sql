-- Write the measured lines as readings.
-- Index: reading_revision_once, reading_one_stands. Rows: one a line that will be written.
INSERT INTO meters_reading (
    id, installation_id, read_on, revision, value_m3, offset_m3, read_m3, source, note, note_code_id, geom, geom_accuracy_m,
    stands, is_withdrawal, estimate_rule, batch_id, recorded_by_id, recorded_at
)
SELECT n.reading_id, n.installation_id, n.read_on, n.revision, s.value_m3, n.offset_l / 1000.0, s.read_m3, %(source)s,
       s.note, s.note_code_id, s.geom, s.accuracy_m, true, false, '', %(batch_id)s, %(user_id)s, now()
FROM measured_readings AS n JOIN staged_readings AS s ON s.line = n.line
ORDER BY n.line

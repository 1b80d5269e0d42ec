-- The connections that the run leaves out, with the reason and the reading that holds them.
-- Index: run_exclusion_once. Rows: few; all connections in scope when nothing was read.
INSERT INTO billing_billrunexclusion (run_id, connection_id, reason, reading_id)
SELECT %(run_id)s, connection_id, reason, CASE WHEN reason = 'flagged' THEN held_reading_id END
FROM billing_run_pair WHERE reason IS NOT NULL
ON CONFLICT (run_id, connection_id) DO UPDATE
SET reason = excluded.reason, reading_id = excluded.reading_id, fallen_at = NULL

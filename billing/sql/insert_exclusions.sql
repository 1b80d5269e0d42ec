-- The connections that the run leaves out, with the reason.
-- Index: run_exclusion_once. Rows: few; all connections in scope when nothing was read.
INSERT INTO billing_billrunexclusion (run_id, connection_id, reason)
SELECT %(run_id)s, connection_id, reason FROM billing_run_pair WHERE reason IS NOT NULL

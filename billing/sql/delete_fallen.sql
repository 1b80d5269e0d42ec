-- Forget what fell away of an earlier preview while this one was made.
-- Index: run_exclusion_once. Rows: nearly always none.
DELETE FROM billing_billrunexclusion WHERE run_id = %(run_id)s AND fallen_at IS NOT NULL

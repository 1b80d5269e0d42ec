-- Lock all drafts of a run before they are thrown away, in the order in which all who hold several wait.
-- Index: bill_once_in_run. Rows: one, how many.
SELECT count(*) FROM (
    SELECT id FROM billing_bill WHERE run_id = %(run_id)s AND state = 'draft' ORDER BY connection_id, id FOR UPDATE
) AS locked

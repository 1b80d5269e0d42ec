-- Lock the drafts of some connections, in the order of the connections: whoever lets a reading yield
-- waits for them. Each is looked up by its connection (OFFSET keeps it so), as in lock_chunk.
-- Index: bill_once_in_run. Rows: one a draft.
SELECT draft.connection_id
FROM unnest(%(connection_ids)s::bigint[]) WITH ORDINALITY AS asked (connection_id, place)
CROSS JOIN LATERAL (
    SELECT bill.connection_id FROM billing_bill AS bill
    WHERE bill.run_id = %(run_id)s AND bill.connection_id = asked.connection_id AND bill.state = 'draft'
    FOR NO KEY UPDATE
) AS draft
ORDER BY asked.place

-- Write the receipts of one day's collection that are not there yet, numbered in the order given, with ledger entries.
-- Index: the unique keys of billing_payment. Rows: one a new payment.
WITH given AS (
    SELECT * FROM unnest(
        %(keys)s::text[], %(connection_ids)s::bigint[], %(party_ids)s::bigint[], %(amounts)s::numeric[]
    ) WITH ORDINALITY AS g (key, connection_id, party_id, amount, place)
), paid AS (
    INSERT INTO billing_payment
        (series_code, year, number, key, party_id, connection_id, method, amount, received_on, received_by_id, created_at)
    SELECT %(series)s, %(year)s, %(first_number)s - 1 + place, key, party_id, connection_id, %(method)s, amount,
           %(received_on)s, %(user_id)s, now()
    FROM given ORDER BY place
    RETURNING id, party_id, connection_id, amount
)
INSERT INTO billing_ledgerentry (party_id, connection_id, kind, bill_id, payment_id, entry_date, due_date, amount)
SELECT party_id, connection_id, 'payment', NULL, id, %(received_on)s, NULL, -amount FROM paid

-- Cover what is open of a charge by the counter-document that takes it back; what was paid of it stays as credit.
-- Index: the charges' unique ledger entries, allocation_once. Rows: one, or none where it was paid whole.
INSERT INTO billing_allocation (charge_id, payment_id, credit_id, amount, allocated_on)
SELECT entry.id, NULL, credit.id, entry.amount - coalesce(covered.amount, 0), %(allocated_on)s
FROM billing_ledgerentry AS entry
JOIN billing_ledgerentry AS credit ON credit.charge_id = %(reversal_id)s
LEFT JOIN LATERAL (
    SELECT sum(amount) AS amount FROM billing_allocation WHERE charge_id = entry.id
) AS covered ON true
WHERE entry.charge_id = %(charge_id)s AND entry.amount > coalesce(covered.amount, 0)

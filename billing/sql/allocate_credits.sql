-- Cover open charges by money, and credit of counter-documents, that covers nothing yet, oldest first on both sides, for
-- each payer and connection: credits and charges are laid end to end, and where two overlap one covers the other.
-- Index: payment_connection, ledger_connection, ledger_credit, allocation_credit_once, allocation_once.
-- Rows: one a pair that meets.
WITH credit AS (
    SELECT payment.id AS payment_id, NULL::bigint AS credit_id, payment.connection_id, payment.party_id,
           payment.received_on,
           payment.amount - coalesce(spent.amount, 0) AS amount
    FROM billing_payment AS payment
    LEFT JOIN LATERAL (
        SELECT sum(amount) AS amount FROM billing_allocation WHERE payment_id = payment.id
    ) AS spent ON true
    WHERE payment.connection_id = ANY(%(connection_ids)s) AND payment.amount > coalesce(spent.amount, 0)
    UNION ALL
    SELECT NULL, entry.id, entry.connection_id, entry.party_id, entry.entry_date,
           -entry.amount - coalesce(spent.amount, 0)
    FROM billing_ledgerentry AS entry
    LEFT JOIN LATERAL (
        SELECT sum(amount) AS amount FROM billing_allocation WHERE credit_id = entry.id
    ) AS spent ON true
    WHERE entry.connection_id = ANY(%(connection_ids)s) AND entry.kind = 'charge' AND entry.amount < 0
        AND -entry.amount > coalesce(spent.amount, 0)
), charge AS (
    SELECT entry.id, entry.connection_id, entry.party_id, entry.due_date, entry.entry_date,
           entry.amount - coalesce(covered.amount, 0) AS amount
    FROM billing_ledgerentry AS entry
    LEFT JOIN LATERAL (
        SELECT sum(amount) AS amount FROM billing_allocation WHERE charge_id = entry.id
    ) AS covered ON true
    WHERE entry.kind IN ('bill', 'charge') AND entry.amount > coalesce(covered.amount, 0)
        AND (entry.connection_id, entry.party_id) IN (SELECT connection_id, party_id FROM credit)
), credit_span AS (
    SELECT *, sum(amount) OVER in_order - amount AS starts, sum(amount) OVER in_order AS ends
    FROM credit
    WINDOW in_order AS (PARTITION BY connection_id, party_id ORDER BY received_on, payment_id, credit_id)
), charge_span AS (
    SELECT *, sum(amount) OVER in_order - amount AS starts, sum(amount) OVER in_order AS ends
    FROM charge WINDOW in_order AS (PARTITION BY connection_id, party_id ORDER BY due_date, entry_date, id)
)
INSERT INTO billing_allocation (charge_id, payment_id, credit_id, amount, allocated_on)
SELECT charge_span.id, credit_span.payment_id, credit_span.credit_id,
       least(charge_span.ends, credit_span.ends) - greatest(charge_span.starts, credit_span.starts),
       %(allocated_on)s
FROM credit_span JOIN charge_span USING (connection_id, party_id)
WHERE charge_span.starts < credit_span.ends AND credit_span.starts < charge_span.ends

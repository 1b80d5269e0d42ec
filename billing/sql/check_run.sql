-- What must be equal when a run is issued: its bills, their lines, the ledger and the journal, in euros.
-- Index: bill_once_in_run, bill_line_order_once, the ledger's unique bill, journal_entry_source_once. Rows: one.
WITH bill AS MATERIALIZED (
    SELECT id, net, vat FROM billing_bill WHERE run_id = %(run_id)s AND state = 'issued'
)
SELECT (SELECT count(*) FROM billing_bill WHERE run_id = %(run_id)s AND state = 'draft') AS drafts,
       (SELECT count(*) FROM bill) AS bills,
       (SELECT coalesce(sum(net + vat), 0) FROM bill) AS billed,
       (SELECT coalesce(sum(line.amount), 0) FROM bill JOIN billing_billline AS line ON line.bill_id = bill.id) AS lines,
       (SELECT coalesce(sum(entry.amount), 0)
        FROM bill JOIN billing_ledgerentry AS entry ON entry.bill_id = bill.id) AS ledger,
       (SELECT coalesce(sum(leg.debit), 0)
        FROM accounting_journalentry AS entry
        JOIN accounting_journalline AS leg ON leg.entry_id = entry.id
        WHERE entry.source = 'billing.run' AND entry.source_id = %(run_id)s AND entry.is_posted) AS journal

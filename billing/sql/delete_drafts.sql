-- Throw away what the last preview of a run made: lines, meters, drafts, exclusions. After lock_all_drafts.
-- Index: bill_once_in_run, bill_line_order_once, bill_meter_order_once. Rows: all drafts of the run.
WITH lines AS (
    DELETE FROM billing_billline AS line USING billing_bill AS bill
    WHERE bill.run_id = %(run_id)s AND bill.state = 'draft' AND line.bill_id = bill.id
), meters AS (
    DELETE FROM billing_billreading AS meter USING billing_bill AS bill
    WHERE bill.run_id = %(run_id)s AND bill.state = 'draft' AND meter.bill_id = bill.id
), exclusions AS (
    DELETE FROM billing_billrunexclusion WHERE run_id = %(run_id)s
)
DELETE FROM billing_bill WHERE run_id = %(run_id)s AND state = 'draft'

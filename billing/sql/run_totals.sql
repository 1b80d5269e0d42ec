-- Sums over a run's bills, and a print of their content and lines: the same before and after numbering, and with what
-- fell away since the preview counted in.
-- Index: bill_once_in_run, bill_line_order_once, run_exclusion_once. Rows: one.
SELECT bills.bill_count, bills.net, bills.vat, bills.consumption_m3,
       md5(concat_ws('/', bills.bill_count + fallen.bill_count, bills.print + fallen.print,
           lines.line_count + fallen.line_count, lines.print + fallen.lines_print)) AS fingerprint
FROM (
    SELECT count(*) AS bill_count, coalesce(sum(net), 0) AS net, coalesce(sum(vat), 0) AS vat,
           coalesce(sum(consumption_m3), 0) AS consumption_m3,
           coalesce(sum(hash_record_extended(ROW(
               id, connection_id, party_id, installation_id, tariff_id, series_code, year, issue_date, due_date,
               previous_reading_id, current_reading_id, period_from, period_to, consumption_m3, brought_m3, carried_m3,
               net, vat
           ), 0)), 0) AS print
    FROM billing_bill WHERE run_id = %(run_id)s
) AS bills
CROSS JOIN (
    SELECT count(*) AS line_count,
           coalesce(sum(hash_record_extended(ROW(
               line.bill_id, line."order", line.component_id, line.service, line.quantity, line.price, line.days,
               line.block_days, line.amount, line.vat_percent
           ), 0)), 0) AS print
    FROM billing_bill AS bill JOIN billing_billline AS line ON line.bill_id = bill.id
    WHERE bill.run_id = %(run_id)s
) AS lines
CROSS JOIN (
    SELECT count(*) AS bill_count, coalesce(sum(fallen_print), 0) AS print,
           coalesce(sum(fallen_lines), 0) AS line_count, coalesce(sum(fallen_lines_print), 0) AS lines_print
    FROM billing_billrunexclusion WHERE run_id = %(run_id)s AND fallen_at IS NOT NULL
) AS fallen

-- Let drafts fall away, locked before, and list each as not billed; the run keeps their sums and print (as in run_totals).
-- Index: the bills' primary key, bill_line_order_once, bill_meter_order_once, run_exclusion_once. Rows: one a draft.
WITH asked AS (
    SELECT * FROM unnest(%(bill_ids)s::bigint[], %(reasons)s::text[], %(reading_ids)s::bigint[])
        AS asked (bill_id, reason, reading_id)
), lines AS MATERIALIZED (
    SELECT line.bill_id, count(*) AS line_count, sum(hash_record_extended(ROW(
               line.bill_id, line."order", line.component_id, line.service, line.quantity, line.price, line.days,
               line.block_days, line.amount, line.vat_percent
           ), 0)) AS print
    FROM asked JOIN billing_billline AS line ON line.bill_id = asked.bill_id
    GROUP BY line.bill_id
), gone_lines AS (
    DELETE FROM billing_billline WHERE bill_id = ANY(%(bill_ids)s)
), gone_meters AS (
    DELETE FROM billing_billreading WHERE bill_id = ANY(%(bill_ids)s)
), gone AS (
    DELETE FROM billing_bill WHERE id = ANY(%(bill_ids)s) AND state = 'draft'
    RETURNING *, hash_record_extended(ROW(
        id, connection_id, party_id, installation_id, tariff_id, series_code, year, issue_date, due_date,
        previous_reading_id, current_reading_id, period_from, period_to, consumption_m3, brought_m3, carried_m3, net, vat
    ), 0) AS print
)
INSERT INTO billing_billrunexclusion (
    run_id, connection_id, reason, reading_id, fallen_at, fallen_net, fallen_vat, fallen_m3, fallen_print, fallen_lines,
    fallen_lines_print
)
SELECT gone.run_id, gone.connection_id, asked.reason, asked.reading_id, now(), gone.net, gone.vat, gone.consumption_m3,
       gone.print, coalesce(lines.line_count, 0), coalesce(lines.print, 0)
FROM gone
JOIN asked ON asked.bill_id = gone.id
LEFT JOIN lines ON lines.bill_id = gone.id
ON CONFLICT (run_id, connection_id) DO UPDATE SET reason = excluded.reason

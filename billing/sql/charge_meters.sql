-- Charges by diameter where several meters hang on a connection: each pays its own step, meters of one step on one line.
-- Index: none needed. Rows: one or two a connection with several meters, nearly always none.
INSERT INTO billing_run_charge
SELECT connection_id, component_id, place * 200 + slot, service, NULL, NULL, share * meters, price, days, block_days,
       round(share * meters * price, 2), vat_percent, tariff_id
FROM (
    SELECT part.connection_id, part.place, part.days, part.block_days, part.tariff_id, fee.component_id, fee.slot,
           fee.service, fee.price, fee.vat_percent, meter.meters,
           round(part.days::numeric / CASE WHEN fee.is_prorated THEN part.block_days ELSE part.all_days END, 6) AS share
    FROM billing_run_part AS part
    JOIN billing_run_pair AS pair ON pair.connection_id = part.connection_id AND pair.reason IS NULL
    JOIN billing_run_slot AS fee ON fee.tariff_id = part.tariff_id AND fee.kind = 'fixed_by_diameter'
        AND (part.has_sewer OR NOT fee.only_with_sewer)
    CROSS JOIN LATERAL (
        SELECT count(*) AS meters FROM billing_run_meter AS meter
        WHERE meter.connection_id = part.connection_id AND meter.hangs
            AND meter.diameter_mm > fee.over_mm AND meter.diameter_mm <= fee.up_to_mm
    ) AS meter
    WHERE part.is_several AND meter.meters > 0
) AS charged

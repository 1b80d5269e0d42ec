-- Amounts that stand on their own: cubic metres of each block, fixed charges, charges by diameter. Each is rounded to
-- the cent here, once; limits and shares of a period to six decimals before.
-- Index: none needed. Rows: four to ten a bill.
CREATE TEMPORARY TABLE billing_run_charge ON COMMIT DROP AS
SELECT connection_id, component_id, line_order, service, lower_m3, upper_m3, quantity, price, days, block_days,
       round(quantity * price, 2) AS amount, vat_percent, tariff_id
FROM (
    SELECT part.connection_id, part.tariff_id, part.days, part.block_days,
           slot.component_id, slot.service, slot.lower_m3, slot.upper_m3, slot.price, slot.vat_percent,
           part.place * 200 + slot.slot AS line_order,
           CASE WHEN slot.kind = 'blocks' THEN greatest(0,
               coalesce(
                   least(part.consumption_m3, round(slot.upper_m3 * part.days / part.block_days, 6)),
                   part.consumption_m3
               ) - round(slot.lower_m3 * part.days / part.block_days, 6))
           ELSE round(
               part.days::numeric / CASE WHEN slot.is_prorated THEN part.block_days ELSE part.all_days END, 6)
           END AS quantity
    FROM billing_run_part AS part
    JOIN billing_run_pair AS pair ON pair.connection_id = part.connection_id AND pair.reason IS NULL
    JOIN billing_run_slot AS slot ON slot.tariff_id = part.tariff_id
        AND slot.kind <> 'percent'
        AND (part.has_sewer OR NOT slot.only_with_sewer)
        AND (slot.kind <> 'blocks' OR slot.lower_m3 = 0
             OR round(slot.lower_m3 * part.days / part.block_days, 6) < part.consumption_m3)
        AND (slot.kind <> 'fixed_by_diameter'
             OR part.diameter_mm > slot.over_mm AND part.diameter_mm <= slot.up_to_mm)
) AS quantified

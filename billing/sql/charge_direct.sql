-- Amounts that stand on their own: cubic metres of each block, fixed charges, charges by diameter. Each is rounded to
-- the cent here, once (charges by diameter of several meters follow in charge_meters); limits and shares of a period to six decimals before, once for all bills of as many days.
-- Index: none needed. Rows: four to ten a bill.
CREATE TEMPORARY TABLE billing_run_charge ON COMMIT DROP AS
WITH span AS MATERIALIZED (
    SELECT DISTINCT tariff_id, days, block_days, all_days FROM billing_run_part
), scaled AS MATERIALIZED (
    SELECT slot.*, span.days, span.block_days, span.all_days,
           CASE WHEN slot.kind = 'blocks' AND slot.lower_m3 > 0
               THEN round(slot.lower_m3 * span.days / span.block_days, 6) ELSE 0 END AS above_m3,
           round(slot.upper_m3 * span.days / span.block_days, 6) AS up_to_m3,
           round(span.days::numeric / CASE WHEN slot.is_prorated THEN span.block_days ELSE span.all_days END, 6)
               AS share
    FROM span JOIN billing_run_slot AS slot ON slot.tariff_id = span.tariff_id AND slot.kind <> 'percent'
)
SELECT connection_id, component_id, line_order, service, lower_m3, upper_m3, quantity, price, days, block_days,
       round(quantity * price, 2) AS amount, vat_percent, tariff_id
FROM (
    SELECT part.connection_id, part.tariff_id, part.days, part.block_days,
           scaled.component_id, scaled.service, scaled.lower_m3, scaled.upper_m3, scaled.price, scaled.vat_percent,
           part.place * 200 + scaled.slot AS line_order,
           CASE WHEN scaled.kind = 'blocks'
               THEN greatest(0, least(part.consumption_m3, scaled.up_to_m3) - scaled.above_m3)
               ELSE scaled.share END AS quantity
    FROM billing_run_part AS part
    JOIN billing_run_pair AS pair ON pair.connection_id = part.connection_id AND pair.reason IS NULL
    JOIN scaled ON scaled.tariff_id = part.tariff_id AND scaled.days = part.days AND scaled.all_days = part.all_days
        AND (part.has_sewer OR NOT scaled.only_with_sewer)
        AND (scaled.kind <> 'blocks' OR scaled.lower_m3 = 0 OR scaled.above_m3 < part.consumption_m3)
        AND (scaled.kind <> 'fixed_by_diameter'
             OR NOT part.is_several AND part.diameter_mm > scaled.over_mm AND part.diameter_mm <= scaled.up_to_mm)
) AS quantified

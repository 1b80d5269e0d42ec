-- Percentages of the rounded value of their base component, version by version.
-- Index: none needed. Rows: one or two a bill.
INSERT INTO billing_run_charge
SELECT part.connection_id, slot.component_id, part.place * 200 + slot.slot, slot.service, NULL, NULL,
       coalesce(base.value, 0), slot.price, part.days, part.block_days,
       round(coalesce(base.value, 0) * slot.price / 100, 2), slot.vat_percent, part.tariff_id
FROM billing_run_part AS part
JOIN billing_run_pair AS pair ON pair.connection_id = part.connection_id AND pair.reason IS NULL
JOIN billing_run_slot AS slot ON slot.tariff_id = part.tariff_id AND slot.kind = 'percent'
    AND (part.has_sewer OR NOT slot.only_with_sewer)
LEFT JOIN (
    SELECT connection_id, component_id, sum(amount) AS value
    FROM billing_run_charge
    WHERE component_id IN (SELECT base_id FROM billing_run_slot WHERE base_id IS NOT NULL)
    GROUP BY connection_id, component_id
) AS base ON base.connection_id = part.connection_id AND base.component_id = slot.base_id

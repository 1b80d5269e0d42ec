-- Every amount that a tariff of the run can make, in the order of the bill: one slot a block, a step of diameters or
-- a component; `base_id` names whose value a percentage takes.
-- Index: none needed. Rows: some tens a tariff.
CREATE TEMPORARY TABLE billing_run_slot ON COMMIT DROP AS
SELECT component.tariff_id, component.id AS component_id, component.kind, component.service,
       component.vat_percent, component.only_with_sewer, component.is_prorated, component.base_id,
       block.lower_m3, block.upper_m3, fee.over_mm, fee.up_to_mm,
       coalesce(block.price, fee.amount, component.amount, component.percent) AS price,
       row_number() OVER (
           PARTITION BY component.tariff_id ORDER BY component.order, block.lower_m3, fee.up_to_mm
       ) AS slot
FROM billing_tariffcomponent AS component
LEFT JOIN billing_tariffblock AS block ON block.component_id = component.id AND component.kind = 'blocks'
LEFT JOIN (
    SELECT component_id, up_to_mm, amount,
           lag(up_to_mm, 1, 0::smallint) OVER (PARTITION BY component_id ORDER BY up_to_mm) AS over_mm
    FROM billing_tariffdiameterfee
) AS fee ON fee.component_id = component.id AND component.kind = 'fixed_by_diameter'
WHERE component.tariff_id IN (SELECT tariff_id FROM billing_run_part)

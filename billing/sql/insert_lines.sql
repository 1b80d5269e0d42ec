-- Lines of the run's drafts.
-- Index: bill_once_in_run. Rows: about nine a bill.
INSERT INTO billing_billline (
    bill_id, "order", component_id, service, block_lower_m3, block_upper_m3, quantity, price, days, block_days,
    amount, vat_percent
)
SELECT bill.id, charge.line_order, charge.component_id, charge.service, charge.lower_m3, charge.upper_m3,
       charge.quantity, charge.price, charge.days, charge.block_days, charge.amount, charge.vat_percent
FROM billing_run_charge AS charge
JOIN billing_bill AS bill ON bill.connection_id = charge.connection_id AND bill.run_id = %(run_id)s
ORDER BY bill.id, charge.line_order

-- What each meter measured for the run's drafts, where more than one made the consumption.
-- Index: bill_once_in_run. Rows: few, nearly always none.
INSERT INTO billing_billreading (
    bill_id, "order", installation_id, first_reading_id, last_reading_id, consumption_m3
)
SELECT bill.id, row_number() OVER (PARTITION BY bill.id ORDER BY meter.slot, meter.hung_on),
       meter.installation_id, meter.first_reading_id, meter.last_reading_id, meter.consumption_m3
FROM billing_run_meter AS meter
JOIN billing_bill AS bill ON bill.connection_id = meter.connection_id AND bill.run_id = %(run_id)s
WHERE meter.first_reading_id <> meter.last_reading_id

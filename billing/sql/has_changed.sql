-- Whether a draft of the run fell away since its preview or uses a reading that no longer stands.
-- Index: bill_once_in_run, run_exclusion_once, the readings' primary key. Rows: one.
SELECT EXISTS (SELECT FROM billing_billrunexclusion WHERE run_id = %(run_id)s AND fallen_at IS NOT NULL)
    OR EXISTS (
        SELECT FROM billing_bill AS bill
        JOIN meters_reading AS reading ON reading.id = bill.current_reading_id
        JOIN meters_reading AS first ON first.id = bill.previous_reading_id
        WHERE bill.run_id = %(run_id)s AND NOT (reading.stands AND first.stands)
    )
    OR EXISTS (
        SELECT FROM billing_billreading AS meter
        JOIN billing_bill AS bill ON bill.id = meter.bill_id AND bill.run_id = %(run_id)s
        JOIN meters_reading AS reading ON reading.id IN (meter.first_reading_id, meter.last_reading_id)
        WHERE NOT reading.stands
    )

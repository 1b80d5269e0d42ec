-- The bills and drafts that use some readings, locked in the order of their connections: whether issued, and the number.
-- Index: bill_reading_once, bill_opening_reading_once, bill_meter_reading_once, bill_meter_opening_reading_once.
-- Rows: at most two a reading.
SELECT id, state, series_code, year, number
FROM billing_bill
WHERE id = ANY (ARRAY(
    SELECT id FROM billing_bill WHERE current_reading_id = ANY(%(reading_ids)s)
    UNION ALL
    SELECT id FROM billing_bill WHERE previous_reading_id = ANY(%(reading_ids)s)
    UNION ALL
    SELECT bill_id FROM billing_billreading WHERE last_reading_id = ANY(%(reading_ids)s)
    UNION ALL
    SELECT bill_id FROM billing_billreading WHERE first_reading_id = ANY(%(reading_ids)s)
))
ORDER BY connection_id, id
FOR UPDATE

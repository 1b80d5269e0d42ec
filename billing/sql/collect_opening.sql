-- The last billed reading of each connection that was read, or its first ever.
-- Index: bill_connection, reading_revision_once. Rows: one a connection with a latest reading.
CREATE TEMPORARY TABLE billing_run_opening ON COMMIT DROP AS
SELECT latest.connection_id, last_bill.state AS bill_state, reading.id AS reading_id, reading.read_on,
       reading.value_m3, reading.installation_id, lower(installation.period) AS hung_on
FROM billing_run_latest AS latest
LEFT JOIN LATERAL (
    SELECT bill.state, bill.current_reading_id
    FROM billing_bill AS bill
    WHERE bill.connection_id = latest.connection_id
    ORDER BY bill.period_to DESC LIMIT 1
) AS last_bill ON true
LEFT JOIN LATERAL (
    SELECT earliest.id
    FROM meters_installation AS hung
    CROSS JOIN LATERAL (
        SELECT id, read_on FROM meters_reading
        WHERE installation_id = hung.id ORDER BY read_on, revision DESC LIMIT 1
    ) AS earliest
    WHERE hung.connection_id = latest.connection_id AND last_bill.state IS NULL
    ORDER BY earliest.read_on, lower(hung.period) LIMIT 1
) AS first ON true
JOIN meters_reading AS reading ON reading.id = coalesce(last_bill.current_reading_id, first.id)
JOIN meters_installation AS installation ON installation.id = reading.installation_id

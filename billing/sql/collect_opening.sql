-- The last billed reading of each connection that was read, with what its bill carried on and for whom, or the first
-- reading ever.
-- Index: bill_connection, installation by connection, reading_one_stands. Rows: one a connection with a latest reading.
CREATE TEMPORARY TABLE billing_run_opening ON COMMIT DROP AS
WITH billed AS MATERIALIZED (
    SELECT latest.connection_id, last_bill.state AS bill_state, last_bill.current_reading_id, last_bill.party_id,
           last_bill.carried_m3
    FROM billing_run_latest AS latest
    LEFT JOIN LATERAL (
        SELECT bill.state, bill.current_reading_id, bill.party_id, bill.carried_m3
        FROM billing_bill AS bill
        WHERE bill.connection_id = latest.connection_id
        ORDER BY bill.period_to DESC LIMIT 1
    ) AS last_bill ON true
), starting AS (
    SELECT connection_id, bill_state, current_reading_id AS reading_id, party_id, carried_m3
    FROM billed WHERE bill_state IS NOT NULL
    UNION ALL (
        SELECT DISTINCT ON (billed.connection_id) billed.connection_id, NULL, earliest.id, NULL, 0
        FROM billed
        JOIN meters_installation AS hung ON hung.connection_id = billed.connection_id
        CROSS JOIN LATERAL (
            SELECT id, read_on FROM meters_reading
            WHERE installation_id = hung.id AND stands ORDER BY read_on LIMIT 1
        ) AS earliest
        WHERE billed.bill_state IS NULL
        ORDER BY billed.connection_id, earliest.read_on, hung.slot, lower(hung.period)
    )
)
SELECT starting.connection_id, starting.bill_state, starting.party_id, starting.carried_m3,
       reading.id AS reading_id, reading.read_on, reading.total_m3, reading.source, reading.installation_id
FROM starting
JOIN meters_reading AS reading ON reading.id = starting.reading_id

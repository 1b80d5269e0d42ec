-- When whoever paid at first moved out, for the connections where that was between the two readings.
-- Index: liability by connection. Rows: one a connection whose payer changed.
CREATE TEMPORARY TABLE billing_run_moved ON COMMIT DROP AS
SELECT latest.connection_id, min(upper(liability.period)) AS moved_on
FROM billing_run_latest AS latest
JOIN billing_run_opening AS opening ON opening.connection_id = latest.connection_id
JOIN meters_liability AS liability ON liability.connection_id = latest.connection_id AND liability.role = 'payer'
    AND upper(liability.period) > opening.read_on AND upper(liability.period) < latest.read_on
GROUP BY latest.connection_id

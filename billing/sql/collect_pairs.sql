-- What the run looks at: for each connection in scope the last billed reading (or its first ever), the latest reading
-- within the run's days, what ran through between them, who pays, or the reason why it is not billed. Where who paid at
-- first moved out in between, the reading of that day closes the bill; the rest is the next bill's.
-- Index: reading_read_on, bill_connection, reading_revision_once. Rows: one a connection in scope.
CREATE TEMPORARY TABLE billing_run_pair ON COMMIT DROP AS
WITH scope AS (
    SELECT id AS connection_id, use, has_sewer, status
    FROM meters_connection
    WHERE %(route_id)s::bigint IS NULL OR route_id = %(route_id)s
), latest AS (
    SELECT DISTINCT ON (installation.connection_id)
        installation.connection_id, installation.id AS installation_id, lower(installation.period) AS hung_on,
        meter.diameter_mm, reading.id AS reading_id, reading.read_on, reading.value_m3
    FROM meters_reading AS reading
    JOIN meters_installation AS installation ON installation.id = reading.installation_id
    JOIN meters_meter AS meter ON meter.id = installation.meter_id
    JOIN scope ON scope.connection_id = installation.connection_id
    WHERE reading.read_on BETWEEN %(read_from)s AND %(read_to)s
    ORDER BY installation.connection_id, reading.read_on DESC, lower(installation.period) DESC, reading.revision DESC
), opening AS (
    SELECT latest.connection_id, last_bill.state AS bill_state, reading.id AS reading_id, reading.read_on,
           reading.value_m3, reading.installation_id, lower(installation.period) AS hung_on
    FROM latest
    LEFT JOIN LATERAL (
        SELECT bill.state, bill.current_reading_id
        FROM billing_bill AS bill
        WHERE bill.connection_id = latest.connection_id
        ORDER BY bill.period_to DESC LIMIT 1
    ) AS last_bill ON true
    LEFT JOIN LATERAL (
        SELECT earliest.id
        FROM meters_installation AS hung
        JOIN meters_reading AS earliest ON earliest.installation_id = hung.id
        WHERE hung.connection_id = latest.connection_id AND last_bill.state IS NULL
        ORDER BY earliest.read_on, lower(hung.period), earliest.revision DESC LIMIT 1
    ) AS first ON true
    JOIN meters_reading AS reading ON reading.id = coalesce(last_bill.current_reading_id, first.id)
    JOIN meters_installation AS installation ON installation.id = reading.installation_id
), moved AS (
    SELECT latest.connection_id, min(upper(liability.period)) AS moved_on
    FROM latest
    JOIN opening ON opening.connection_id = latest.connection_id
    JOIN meters_liability AS liability ON liability.connection_id = latest.connection_id AND liability.role = 'payer'
        AND upper(liability.period) > opening.read_on AND upper(liability.period) < latest.read_on
    GROUP BY latest.connection_id
), closing AS (
    SELECT * FROM latest
    WHERE NOT EXISTS (SELECT FROM moved WHERE moved.connection_id = latest.connection_id)
    UNION ALL (
        SELECT DISTINCT ON (moved.connection_id)
            moved.connection_id, installation.id, lower(installation.period), meter.diameter_mm, reading.id,
            reading.read_on, reading.value_m3
        FROM moved
        JOIN meters_installation AS installation ON installation.connection_id = moved.connection_id
        JOIN meters_meter AS meter ON meter.id = installation.meter_id
        JOIN meters_reading AS reading ON reading.installation_id = installation.id AND reading.read_on = moved.moved_on
        ORDER BY moved.connection_id, lower(installation.period) DESC, reading.revision DESC
    )
), through_exchange AS (
    -- Meters changed in between: each meter's last reading less its first, the removal and installation known.
    SELECT closing.connection_id,
           sum(ends.value_m3 - starts.value_m3) AS consumption_m3,
           min(ends.value_m3 - starts.value_m3) AS least_m3,
           count(*) = count(ends.value_m3) AND count(*) = count(starts.value_m3) AS is_known
    FROM closing
    JOIN opening ON opening.connection_id = closing.connection_id
        AND opening.installation_id <> closing.installation_id
    JOIN meters_installation AS hung ON hung.connection_id = closing.connection_id
        AND lower(hung.period) BETWEEN opening.hung_on AND closing.hung_on
    LEFT JOIN LATERAL (
        SELECT value_m3 FROM meters_reading AS reading
        WHERE reading.installation_id = hung.id AND CASE
            WHEN hung.id = opening.installation_id THEN reading.id = opening.reading_id
            ELSE reading.source = 'installation' END
        ORDER BY read_on, revision DESC LIMIT 1
    ) AS starts ON true
    LEFT JOIN LATERAL (
        SELECT value_m3 FROM meters_reading AS reading
        WHERE reading.installation_id = hung.id AND CASE
            WHEN hung.id = closing.installation_id THEN reading.id = closing.reading_id
            ELSE reading.source = 'removal' END
        ORDER BY read_on DESC, revision DESC LIMIT 1
    ) AS ends ON true
    GROUP BY closing.connection_id
), measured AS (
    SELECT closing.connection_id, closing.installation_id, closing.diameter_mm,
           opening.reading_id AS previous_reading_id, closing.reading_id AS current_reading_id,
           opening.read_on AS period_from, closing.read_on AS period_to, opening.bill_state,
           coalesce(exchange.is_known, true) AS is_known,
           coalesce(exchange.consumption_m3, closing.value_m3 - opening.value_m3) AS consumption_m3,
           coalesce(exchange.least_m3, closing.value_m3 - opening.value_m3) AS least_m3
    FROM closing
    JOIN opening USING (connection_id)
    LEFT JOIN through_exchange AS exchange USING (connection_id)
)
SELECT scope.connection_id, scope.use, scope.has_sewer, measured.installation_id, measured.diameter_mm,
       measured.previous_reading_id, measured.current_reading_id, measured.period_from, measured.period_to,
       measured.consumption_m3, liability.party_id,
       CASE
           WHEN measured.connection_id IS NULL AND NOT EXISTS (
               SELECT FROM meters_installation AS hung WHERE hung.connection_id = scope.connection_id
           ) THEN 'no_meter'
           WHEN measured.connection_id IS NULL AND moved.connection_id IS NOT NULL THEN 'payer_changed'
           WHEN measured.connection_id IS NULL THEN 'no_reading'
           WHEN measured.bill_state = 'draft' THEN 'already_in_run'
           WHEN measured.period_to <= measured.period_from AND measured.bill_state IS NULL THEN 'first_reading'
           WHEN measured.period_to <= measured.period_from THEN 'already_billed'
           WHEN NOT measured.is_known THEN 'meter_exchanged'
           WHEN measured.least_m3 < 0 THEN 'negative'
           WHEN liability.party_id IS NULL THEN 'no_payer'
       END AS reason
FROM scope
LEFT JOIN measured ON measured.connection_id = scope.connection_id
LEFT JOIN moved ON moved.connection_id = scope.connection_id
LEFT JOIN meters_liability AS liability ON liability.connection_id = scope.connection_id
    AND liability.role = 'payer' AND liability.period @> (measured.period_to - 1)
WHERE measured.connection_id IS NOT NULL OR scope.status <> 'removed'

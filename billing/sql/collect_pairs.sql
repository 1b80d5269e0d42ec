-- What the run looks at: for each connection in scope the last billed reading (or its first ever), the latest reading
-- within the run's days, what ran through between them, who pays, or the reason why it is not billed. Where who paid at
-- first moved out in between, the reading of that day closes the bill; the rest is the next bill's.
-- After collect_scope, collect_latest, collect_opening and collect_moved.
-- Index: none on those, which are read whole; liability and installation by connection. Rows: one a connection in scope.
CREATE TEMPORARY TABLE billing_run_pair ON COMMIT DROP AS
WITH closing AS (
    SELECT latest.* FROM billing_run_latest AS latest
    WHERE NOT EXISTS (SELECT FROM billing_run_moved AS moved WHERE moved.connection_id = latest.connection_id)
    UNION ALL (
        SELECT DISTINCT ON (moved.connection_id)
            moved.connection_id, installation.id, lower(installation.period), meter.diameter_mm, reading.id,
            reading.read_on, reading.value_m3
        FROM billing_run_moved AS moved
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
    JOIN billing_run_opening AS opening ON opening.connection_id = closing.connection_id
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
    JOIN billing_run_opening AS opening USING (connection_id)
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
FROM billing_run_scope AS scope
LEFT JOIN measured ON measured.connection_id = scope.connection_id
LEFT JOIN billing_run_moved AS moved ON moved.connection_id = scope.connection_id
LEFT JOIN meters_liability AS liability ON liability.connection_id = scope.connection_id
    AND liability.role = 'payer' AND liability.period @> (measured.period_to - 1)
WHERE measured.connection_id IS NOT NULL OR scope.status <> 'removed'

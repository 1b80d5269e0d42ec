-- What the run looks at: for each connection in scope the last billed reading (or its first ever), the reading that
-- closes, what ran through between them, who pays, or the reason why it is not billed. What an estimate had billed too
-- much is brought from the payer's bill before; what is more than ran through is carried on. A reading between the two
-- that a rule holds keeps the connection out until somebody decides.
-- After collect_scope, collect_latest, collect_opening, collect_moved, close_moved and collect_meters.
-- Index: none on those, which are read whole; liability and installation by connection, reading_flag_holding.
-- Rows: one a connection in scope.
CREATE TEMPORARY TABLE billing_run_pair ON COMMIT DROP AS
WITH by_meter AS (
    SELECT connection_id, sum(consumption_m3) AS consumption_m3, max(diameter_mm) FILTER (WHERE hangs) AS widest_mm,
           min(consumption_m3) FILTER (WHERE first_source <> 'estimate') AS least_m3,
           count(*) = count(consumption_m3) AS is_known,
           bool_or(hangs AND first_reading_id IS NOT NULL AND last_reading_id IS NULL) AS is_unread,
           count(*) FILTER (WHERE hangs) > 1 AS is_several
    FROM billing_run_meter
    GROUP BY connection_id
), held AS (
    SELECT DISTINCT ON (latest.connection_id) latest.connection_id, reading.id AS reading_id
    FROM meters_readingflag AS flag
    JOIN meters_reading AS reading ON reading.id = flag.reading_id AND reading.stands
    JOIN meters_installation AS hung ON hung.id = reading.installation_id
    JOIN billing_run_latest AS latest ON latest.connection_id = hung.connection_id
    JOIN billing_run_opening AS opening ON opening.connection_id = hung.connection_id
    WHERE flag.state IN ('open', 'reread') AND reading.read_on <= latest.read_on
        AND (reading.read_on > opening.read_on OR reading.id = opening.reading_id AND opening.bill_state IS NULL)
    ORDER BY latest.connection_id, reading.read_on, reading.id
), measured AS (
    SELECT latest.connection_id, latest.installation_id, coalesce(by_meter.widest_mm, latest.diameter_mm) AS diameter_mm,
           coalesce(by_meter.is_several, false) AS is_several,
           opening.reading_id AS previous_reading_id, latest.reading_id AS current_reading_id,
           opening.read_on AS period_from, latest.read_on AS period_to, opening.bill_state,
           opening.party_id AS last_party_id, opening.carried_m3 AS last_carried_m3,
           coalesce(by_meter.is_known, true) AS is_known, coalesce(by_meter.is_unread, false) AS is_unread,
           CASE WHEN by_meter.connection_id IS NULL THEN latest.total_m3 - opening.total_m3
               ELSE by_meter.consumption_m3 END AS measured_m3,
           CASE WHEN by_meter.connection_id IS NOT NULL THEN by_meter.least_m3
               WHEN opening.source <> 'estimate' THEN latest.total_m3 - opening.total_m3 END AS least_m3
    FROM billing_run_latest AS latest
    JOIN billing_run_opening AS opening USING (connection_id)
    LEFT JOIN by_meter USING (connection_id)
)
SELECT scope.connection_id, scope.use, scope.has_sewer, measured.installation_id, measured.diameter_mm,
       measured.is_several, measured.previous_reading_id, measured.current_reading_id, measured.period_from,
       measured.period_to, greatest(measured.measured_m3 + brought.m3, 0) AS consumption_m3,
       brought.m3 AS brought_m3, least(measured.measured_m3 + brought.m3, 0) AS carried_m3, liability.party_id,
       held.reading_id AS held_reading_id,
       CASE
           WHEN measured.connection_id IS NULL AND NOT EXISTS (
               SELECT FROM meters_installation AS hung WHERE hung.connection_id = scope.connection_id
           ) THEN 'no_meter'
           WHEN measured.connection_id IS NULL AND moved.connection_id IS NOT NULL THEN 'payer_changed'
           WHEN measured.connection_id IS NULL THEN 'no_reading'
           WHEN measured.bill_state = 'draft' THEN 'already_in_run'
           WHEN measured.period_to <= measured.period_from AND measured.bill_state IS NULL THEN 'first_reading'
           WHEN measured.period_to <= measured.period_from THEN 'already_billed'
           WHEN held.reading_id IS NOT NULL THEN 'flagged'
           WHEN measured.is_unread THEN 'meter_unread'
           WHEN NOT measured.is_known THEN 'meter_exchanged'
           WHEN measured.least_m3 < 0 THEN 'negative'
           WHEN liability.party_id IS NULL THEN 'no_payer'
       END AS reason
FROM billing_run_scope AS scope
LEFT JOIN measured ON measured.connection_id = scope.connection_id
LEFT JOIN held ON held.connection_id = scope.connection_id
LEFT JOIN billing_run_moved AS moved ON moved.connection_id = scope.connection_id
LEFT JOIN meters_liability AS liability ON liability.connection_id = scope.connection_id
    AND liability.role = 'payer' AND liability.period @> (measured.period_to - 1)
CROSS JOIN LATERAL (
    SELECT CASE WHEN measured.last_party_id = liability.party_id THEN measured.last_carried_m3 ELSE 0 END AS m3
) AS brought
WHERE measured.connection_id IS NOT NULL OR scope.status <> 'removed'

-- Meter by meter, where more than one made the consumption: several hang on the connection, or one was exchanged. Each
-- place begins at its last billed reading, or its first ever; a meter hung later begins at its installation reading. A
-- meter that hangs at the end was read within the run's days (on the day itself where the payer moved out); one that
-- was taken down ends at its removal reading.
-- Index: installation by connection, bill_connection, bill_meter_order_once, reading_one_stands. Rows: few, none where
-- each connection has one meter and keeps it.
CREATE TEMPORARY TABLE billing_run_meter ON COMMIT DROP AS
WITH several AS (
    SELECT latest.connection_id, latest.installation_id AS closing_id, latest.read_on AS closes_on,
           CASE WHEN moved.connection_id IS NULL THEN %(read_from)s ELSE latest.read_on END AS read_from
    FROM billing_run_latest AS latest
    JOIN billing_run_opening AS opening USING (connection_id)
    LEFT JOIN billing_run_moved AS moved USING (connection_id)
    WHERE opening.installation_id <> latest.installation_id OR latest.connection_id IN (
        SELECT connection_id FROM meters_installation WHERE slot > 1
    )
), place AS (
    SELECT several.connection_id, hung.slot
    FROM several JOIN meters_installation AS hung USING (connection_id)
    GROUP BY several.connection_id, hung.slot
), opening AS (
    SELECT place.connection_id, place.slot, coalesce(billed.reading_id, earliest.reading_id) AS reading_id,
           coalesce(billed.hung_on, earliest.hung_on) AS hung_on,
           coalesce(billed.installation_id, earliest.installation_id) AS installation_id
    FROM place
    LEFT JOIN LATERAL (
        SELECT reading.id AS reading_id, lower(hung.period) AS hung_on, hung.id AS installation_id
        FROM (
            SELECT current_reading_id AS reading_id FROM billing_bill WHERE connection_id = place.connection_id
            UNION
            SELECT measured.last_reading_id
            FROM billing_bill AS bill JOIN billing_billreading AS measured ON measured.bill_id = bill.id
            WHERE bill.connection_id = place.connection_id
        ) AS used
        JOIN meters_reading AS reading ON reading.id = used.reading_id
        JOIN meters_installation AS hung ON hung.id = reading.installation_id AND hung.slot = place.slot
        ORDER BY reading.read_on DESC, lower(hung.period) DESC LIMIT 1
    ) AS billed ON true
    LEFT JOIN LATERAL (
        SELECT reading.id AS reading_id, lower(hung.period) AS hung_on, hung.id AS installation_id
        FROM meters_installation AS hung
        JOIN meters_reading AS reading ON reading.installation_id = hung.id AND reading.stands
        WHERE hung.connection_id = place.connection_id AND hung.slot = place.slot
        ORDER BY reading.read_on, lower(hung.period) LIMIT 1
    ) AS earliest ON true
)
SELECT several.connection_id, hung.id AS installation_id, hung.slot, lower(hung.period) AS hung_on, meter.diameter_mm,
       upper_inf(hung.period) OR upper(hung.period) > several.closes_on AS hangs,
       starts.id AS first_reading_id, ends.id AS last_reading_id, starts.source AS first_source,
       ends.total_m3 - starts.total_m3 AS consumption_m3
FROM several
JOIN meters_installation AS hung ON hung.connection_id = several.connection_id
    AND (lower(hung.period) < several.closes_on OR hung.id = several.closing_id)
JOIN meters_meter AS meter ON meter.id = hung.meter_id
LEFT JOIN opening ON opening.connection_id = several.connection_id AND opening.slot = hung.slot
LEFT JOIN LATERAL (
    SELECT id, total_m3, source FROM meters_reading AS reading
    WHERE reading.installation_id = hung.id AND CASE
        WHEN hung.id = opening.installation_id THEN reading.id = opening.reading_id
        ELSE reading.stands AND reading.source = 'installation' END
    ORDER BY read_on LIMIT 1
) AS starts ON true
LEFT JOIN LATERAL (
    SELECT id, total_m3 FROM meters_reading AS reading
    WHERE reading.installation_id = hung.id AND reading.stands AND CASE
        WHEN upper_inf(hung.period) OR upper(hung.period) > several.closes_on
            THEN reading.read_on BETWEEN several.read_from AND several.closes_on
        ELSE reading.source = 'removal' END
    ORDER BY read_on DESC LIMIT 1
) AS ends ON true
WHERE opening.hung_on IS NULL OR lower(hung.period) >= opening.hung_on

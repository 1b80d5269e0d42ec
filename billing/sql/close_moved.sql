-- Where who paid at first moved out between the two readings, the reading of that day closes the bill in place of the
-- latest; without one nothing closes it.
-- Index: installation by connection, reading_one_stands. Rows: one a connection whose payer changed.
WITH gone AS (
    DELETE FROM billing_run_latest AS latest USING billing_run_moved AS moved
    WHERE latest.connection_id = moved.connection_id
)
INSERT INTO billing_run_latest
SELECT DISTINCT ON (moved.connection_id)
    moved.connection_id, installation.id, meter.diameter_mm, reading.id, reading.read_on, reading.total_m3
FROM billing_run_moved AS moved
JOIN meters_installation AS installation ON installation.connection_id = moved.connection_id
JOIN meters_meter AS meter ON meter.id = installation.meter_id
JOIN meters_reading AS reading ON reading.installation_id = installation.id AND reading.read_on = moved.moved_on
    AND reading.stands
ORDER BY moved.connection_id, installation.slot, lower(installation.period) DESC

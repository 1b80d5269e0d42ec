-- Put standing readings on the staging table again, to be held anew against their neighbours.
-- Index: meters_reading_pkey. Rows: one a reading given.
WITH again AS (
    INSERT INTO staged_readings (line, supply_number, meter_serial, read_on, value_m3, note, geom, accuracy_m)
    SELECT r.id, '', '', r.read_on, r.value_m3, '', r.geom, r.geom_accuracy_m
    FROM meters_reading AS r WHERE r.id = ANY (%(reading_ids)s) AND r.stands AND r.source <> 'estimate'
    RETURNING line
)
INSERT INTO found_readings
SELECT r.id, 'taken', '', '', r.installation_id, i.connection_id, i.slot, r.read_on, r.value_m3, r.revision + 1
FROM again AS a
JOIN meters_reading AS r ON r.id = a.line
JOIN meters_installation AS i ON i.id = r.installation_id

-- Write the meters of taken lines that the register lacks.
-- Index: meters_meter.serial. Rows: one a taken line.
INSERT INTO meters_meter (serial, make, digits, diameter_mm)
SELECT s.meter_serial, s.meter_make, s.meter_digits, s.meter_diameter
FROM staged_connections AS s WHERE s.outcome = 'taken'
ORDER BY s.line
ON CONFLICT (serial) DO NOTHING

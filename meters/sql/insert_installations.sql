-- Hang the meters on their connections from the day of opening.
-- Index: meters_connection.supply_number, meters_meter.serial. Rows: one a taken line.
INSERT INTO meters_installation (connection_id, meter_id, period)
SELECT c.id, m.id, daterange(s.opened_on, NULL)
FROM staged_connections AS s
JOIN meters_connection AS c ON c.supply_number = s.supply_number
JOIN meters_meter AS m ON m.serial = s.meter_serial
WHERE s.outcome = 'taken'
ORDER BY s.line

-- The latest standing reading of each connection within the run's days; where several meters were read on its day, that
-- of the first place on the connection.
-- Index: reading_read_on, reading_one_stands. Rows: one a connection in scope that was read.
CREATE TEMPORARY TABLE billing_run_latest ON COMMIT DROP AS
SELECT DISTINCT ON (installation.connection_id)
    installation.connection_id, installation.id AS installation_id, meter.diameter_mm, reading.id AS reading_id,
    reading.read_on, reading.total_m3
FROM meters_reading AS reading
JOIN meters_installation AS installation ON installation.id = reading.installation_id
JOIN meters_meter AS meter ON meter.id = installation.meter_id
JOIN billing_run_scope AS scope ON scope.connection_id = installation.connection_id
WHERE reading.stands AND reading.read_on BETWEEN %(read_from)s AND %(read_to)s
ORDER BY installation.connection_id, reading.read_on DESC, installation.slot, lower(installation.period) DESC

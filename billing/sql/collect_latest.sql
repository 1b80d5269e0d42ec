-- The latest reading of each connection within the run's days.
-- Index: reading_read_on, reading_revision_once. Rows: one a connection in scope that was read.
CREATE TEMPORARY TABLE billing_run_latest ON COMMIT DROP AS
SELECT DISTINCT ON (installation.connection_id)
    installation.connection_id, installation.id AS installation_id, lower(installation.period) AS hung_on,
    meter.diameter_mm, reading.id AS reading_id, reading.read_on, reading.value_m3
FROM meters_reading AS reading
JOIN meters_installation AS installation ON installation.id = reading.installation_id
JOIN meters_meter AS meter ON meter.id = installation.meter_id
JOIN billing_run_scope AS scope ON scope.connection_id = installation.connection_id
WHERE reading.read_on BETWEEN %(read_from)s AND %(read_to)s
ORDER BY installation.connection_id, reading.read_on DESC, lower(installation.period) DESC, reading.revision DESC

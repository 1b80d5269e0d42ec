-- The staging table of an import of readings: the cells of well-formed lines and what becomes of them.
-- Index: none, it is scanned whole. Rows: one a line of the file.
CREATE TEMPORARY TABLE staged_readings (
    line int, supply_number text, meter_serial text, read_on date, value_m3 numeric(12, 3), note text,
    outcome text NOT NULL DEFAULT 'taken', installation_id bigint
) ON COMMIT DROP

-- The staging table of readings that come in, kept for the session and emptied by each transaction's end. Outcome is
-- empty for lines whose cells are well formed; else it, column_name and told say what is wrong.
-- Index: none, it is scanned whole. Rows: one a line of the file.
CREATE TEMPORARY TABLE IF NOT EXISTS staged_readings (
    line bigint, supply_number text, meter_serial text, read_on date, value_m3 numeric(12, 3), note text,
    outcome text NOT NULL DEFAULT '', column_name text NOT NULL DEFAULT '', told text NOT NULL DEFAULT '',
    -- Only of readings that come one by one.
    installation_id bigint, note_code_id bigint, geom geometry(Point, 2100), accuracy_m float8, read_m3 numeric(12, 3)
) ON COMMIT DELETE ROWS

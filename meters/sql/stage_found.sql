-- The table of lines whose meter was looked for: what becomes of each.
-- Index: none, it is scanned whole. Rows: one a well-formed line.
CREATE TEMPORARY TABLE IF NOT EXISTS found_readings (
    line bigint, outcome text, column_name text, told text, installation_id bigint, connection_id bigint, slot int,
    read_on date, value_m3 numeric(12, 3), revision int
) ON COMMIT DELETE ROWS

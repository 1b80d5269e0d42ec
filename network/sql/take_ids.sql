-- Keys for rows that are about to be written.
-- Index: none, a sequence. Rows: as many as are asked for.
SELECT nextval(pg_get_serial_sequence(%(table)s, 'id')) FROM generate_series(1, %(count)s)

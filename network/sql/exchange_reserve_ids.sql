-- Keys for rows that are about to be copied.
-- Index: none. Rows: one a key.
SELECT nextval(pg_get_serial_sequence(%(table)s, 'id')) FROM generate_series(1, %(count)s)

-- Takes buildings of an imported file with all their columns.
-- Index: none is read; the table's own are written. Rows: one an object, up to a million.
COPY network_building (code, name, use, storeys, dwellings, street, number, geom)
FROM STDIN

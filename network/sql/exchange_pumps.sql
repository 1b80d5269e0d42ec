-- Takes pumps of an imported file with all their columns, keys reserved beforehand.
-- Index: none is read; the table's own are written. Rows: one an object, up to a million.
COPY network_pump
  (id, system_id, code, start_node_id, end_node_id, geom, power_kw, curve, speed, status, lifecycle, station_id)
FROM STDIN

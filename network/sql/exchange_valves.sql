-- Takes valves of an imported file with all their columns, keys reserved beforehand.
-- Index: none is read; the table's own are written. Rows: one an object, up to a million.
COPY network_valve
  (id, system_id, code, start_node_id, end_node_id, geom, kind, diameter_mm, setting, curve, status, lifecycle,
   station_id)
FROM STDIN

-- Takes the valves of one system from a stream of rows.
-- Index: none is read; valve_code_once is written. Rows: one a valve, up to a hundred thousand.
COPY network_valve
  (system_id, code, start_node_id, end_node_id, geom, status, kind, diameter_mm, setting, curve)
FROM STDIN

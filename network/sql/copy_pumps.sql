-- Takes the pumps of one system from a stream of rows.
-- Index: none is read; pump_code_once is written. Rows: one a pump, a few hundred.
COPY network_pump
  (system_id, code, start_node_id, end_node_id, geom, status, power_kw, curve, speed)
FROM STDIN

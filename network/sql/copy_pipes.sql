-- Takes the pipes of one system from a stream of rows.
-- Index: none is read; pipe_code_once is written. Rows: one a pipe, up to a million.
COPY network_pipe
  (system_id, code, start_node_id, end_node_id, geom, status,
   model_length_m, diameter_mm, roughness, has_check_valve)
FROM STDIN

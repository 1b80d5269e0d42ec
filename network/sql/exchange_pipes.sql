-- Takes pipes of an imported file with all their columns, keys reserved beforehand.
-- Index: none is read; the table's own are written. Rows: one an object, up to a million.
COPY network_pipe
  (id, system_id, code, start_node_id, end_node_id, geom, model_length_m, diameter_mm, roughness, kind, lifecycle,
   material_id, laid_year, depth_m, start_invert_m, end_invert_m, remarks, status, has_check_valve,
   owner_id)
FROM STDIN

-- New pipes, whole rows of JSON with their keys.
-- Index: primary key. Rows: none returned, as many written as are given.
INSERT INTO network_pipe (
  id,
  system_id, code, start_node_id, end_node_id, geom, model_length_m, diameter_mm, roughness, kind, lifecycle,
  material_id, laid_year, owner_id, depth_m, start_invert_m, end_invert_m, remarks, version, status,
  has_check_valve
)
SELECT
  r.id,
  r.system_id, r.code, r.start_node_id, r.end_node_id, r.geom, r.model_length_m, r.diameter_mm, r.roughness,
  r.kind, r.lifecycle, r.material_id, r.laid_year, r.owner_id, r.depth_m, r.start_invert_m, r.end_invert_m,
  r.remarks, r.version, r.status, r.has_check_valve
FROM jsonb_populate_recordset(NULL::network_pipe, %(pipe_new)s::jsonb) AS r

-- Changed pipes: of each its key and what changed, as JSON.
-- Index: primary key. Rows: none returned, as many written as are given.
UPDATE network_pipe AS t SET (
  system_id, code, start_node_id, end_node_id, geom, model_length_m, diameter_mm, roughness, kind, lifecycle,
  material_id, laid_year, owner_id, depth_m, start_invert_m, end_invert_m, remarks, status, has_check_valve
) = (
  SELECT
    r.system_id, r.code, r.start_node_id, r.end_node_id, r.geom, r.model_length_m, r.diameter_mm,
    r.roughness, r.kind, r.lifecycle, r.material_id, r.laid_year, r.owner_id, r.depth_m, r.start_invert_m,
    r.end_invert_m, r.remarks, r.status, r.has_check_valve
  FROM jsonb_populate_record(t, g.patch) AS r
)
FROM jsonb_array_elements(%(pipe_changed)s::jsonb) AS g (patch)
WHERE t.id = (g.patch ->> 'id')::bigint

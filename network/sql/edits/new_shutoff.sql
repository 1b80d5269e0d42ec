-- New shut-off valves, whole rows of JSON with their keys.
-- Index: primary key. Rows: none returned, as many written as are given.
INSERT INTO network_shutoffvalve (
  id,
  system_id, code, pipe_id, at_end, offset_m, lifecycle, asset_type_id, diameter_mm, state, condition, turns,
  installed_year, last_worked_on, last_worked_by_id, remarks, version
)
SELECT
  r.id,
  r.system_id, r.code, r.pipe_id, r.at_end, r.offset_m, r.lifecycle, r.asset_type_id, r.diameter_mm, r.state,
  r.condition, r.turns, r.installed_year, r.last_worked_on, r.last_worked_by_id, r.remarks, r.version
FROM jsonb_populate_recordset(NULL::network_shutoffvalve, %(shutoff_new)s::jsonb) AS r

-- Changed shut-off valves: of each its key and what changed, as JSON.
-- Index: primary key. Rows: none returned, as many written as are given.
UPDATE network_shutoffvalve AS t SET (
  system_id, code, pipe_id, at_end, offset_m, lifecycle, asset_type_id, diameter_mm, state, condition, turns,
  installed_year, last_worked_on, last_worked_by_id, remarks
) = (
  SELECT
    r.system_id, r.code, r.pipe_id, r.at_end, r.offset_m, r.lifecycle, r.asset_type_id, r.diameter_mm,
    r.state, r.condition, r.turns, r.installed_year, r.last_worked_on, r.last_worked_by_id, r.remarks
  FROM jsonb_populate_record(t, g.patch) AS r
)
FROM jsonb_array_elements(%(shutoff_changed)s::jsonb) AS g (patch)
WHERE t.id = (g.patch ->> 'id')::bigint

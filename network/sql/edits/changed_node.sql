-- Changed nodes: of each its key and what changed, as JSON.
-- Index: primary key. Rows: none returned, as many written as are given.
UPDATE network_node AS t SET (
  system_id, code, kind, geom, lifecycle, asset_type_id, station_id, elevation_m, invert_m, installed_year,
  remarks, demand_l_s, tank_diameter_m, tank_level_m, tank_min_level_m, tank_max_level_m
) = (
  SELECT
    r.system_id, r.code, r.kind, r.geom, r.lifecycle, r.asset_type_id, r.station_id, r.elevation_m,
    r.invert_m, r.installed_year, r.remarks, r.demand_l_s, r.tank_diameter_m, r.tank_level_m,
    r.tank_min_level_m, r.tank_max_level_m
  FROM jsonb_populate_record(t, g.patch) AS r
)
FROM jsonb_array_elements(%(node_changed)s::jsonb) AS g (patch)
WHERE t.id = (g.patch ->> 'id')::bigint

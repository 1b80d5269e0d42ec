-- Takes nodes of an imported file with all their columns, keys reserved beforehand.
-- Index: none is read; the table's own are written. Rows: one an object, up to a million.
COPY network_node
  (id, system_id, code, kind, geom, lifecycle, asset_type_id, station_id, elevation_m, invert_m, installed_year,
   remarks, demand_l_s, tank_diameter_m, tank_level_m, tank_min_level_m, tank_max_level_m)
FROM STDIN

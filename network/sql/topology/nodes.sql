-- What is missing from nodes, or cannot be: all of it in one reading.
-- Index: none, all nodes are read once. Rows: one a node and fault.
SELECT fault.check_name, 'node', n.id, n.code, fault.figure, ''::text, n.geom
FROM network_node AS n
JOIN network_supplysystem AS s ON s.id = n.system_id
LEFT JOIN topology_degree AS d ON d.node_id = n.id
CROSS JOIN LATERAL (
  VALUES
    ('orphan_node', d.links IS NULL, NULL::float8),
    ('missing_elevation', n.elevation_m IS NULL AND s.medium = 'water', NULL),
    ('manhole_without_invert', n.kind = 'manhole' AND n.invert_m IS NULL, NULL),
    ('manhole_above_ground', n.invert_m > n.elevation_m, (n.invert_m - n.elevation_m)::float8),
    ('tank_without_levels', n.kind = 'tank' AND (
      n.tank_diameter_m IS NULL OR n.tank_level_m IS NULL OR n.tank_min_level_m IS NULL OR n.tank_max_level_m IS NULL), NULL),
    ('tank_level_out_of_range', n.kind = 'tank' AND n.tank_level_m NOT BETWEEN n.tank_min_level_m AND n.tank_max_level_m,
      n.tank_level_m::float8),
    ('demand_on_source', n.kind IN ('reservoir', 'tank', 'well', 'spring', 'plant') AND n.demand_l_s > 0,
      n.demand_l_s::float8)
) AS fault (check_name, is_so, figure)
WHERE fault.is_so AND n.lifecycle <> 'abandoned' AND (%(system)s::bigint IS NULL OR n.system_id = %(system)s)
  -- Most nodes have no fault: they are left before their faults are spread out.
  AND (d.links IS NULL OR n.elevation_m IS NULL OR n.invert_m > n.elevation_m
    OR n.kind IN ('manhole', 'tank', 'reservoir', 'well', 'spring', 'plant'))

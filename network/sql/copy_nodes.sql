-- Takes the nodes of one system from a stream of rows.
-- Index: none is read; node_code_once is written. Rows: one a node, up to a million.
COPY network_node
  (system_id, code, kind, geom, elevation_m, demand_l_s,
   tank_diameter_m, tank_level_m, tank_min_level_m, tank_max_level_m)
FROM STDIN

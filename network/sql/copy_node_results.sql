-- Takes what nodes have in a scenario from a stream of rows.
-- Index: none is read; node_result_once is written. Rows: one a node of the system, up to a million.
COPY network_noderesult
  (scenario_id, node_id, code, kind, is_dry, demand_l_s, head_m, pressure_m,
   lowest_pressure_m, highest_pressure_m, usual_pressure_m, geom_3857)
FROM STDIN

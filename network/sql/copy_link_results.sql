-- Takes what flows through pipes, pumps and valves in a scenario from a stream of rows.
-- Index: none is read; link_result_once is written. Rows: one a link of the system, up to a million.
COPY network_linkresult
  (scenario_id, kind, link_id, code, flow_l_s, velocity_m_s, highest_velocity_m_s, highest_flow_l_s, geom_3857)
FROM STDIN

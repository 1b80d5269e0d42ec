-- How many links of any kind each node has, kept for the other checks of a report.
-- Index: none, all links are read once. Rows: one a node that has a link.
CREATE TEMPORARY TABLE topology_degree ON COMMIT DROP AS
SELECT node_id, count(*) AS links
FROM (
  SELECT start_node_id AS node_id FROM network_pipe UNION ALL SELECT end_node_id FROM network_pipe
  UNION ALL SELECT start_node_id FROM network_pump UNION ALL SELECT end_node_id FROM network_pump
  UNION ALL SELECT start_node_id FROM network_valve UNION ALL SELECT end_node_id FROM network_valve
) AS ends
GROUP BY node_id

-- What an edit of the named objects may touch: their links, the links' end nodes, what stands on the pipes.
-- Index: primary keys and the keys of links, valves and service lines. Rows: some tens, one an object.
WITH seed_pipes AS (
  SELECT unnest(%(pipe)s::bigint[]) AS id
  UNION SELECT p.id FROM network_pipe AS p WHERE p.start_node_id = ANY(%(node)s)
  UNION SELECT p.id FROM network_pipe AS p WHERE p.end_node_id = ANY(%(node)s)
  UNION SELECT s.pipe_id FROM network_shutoffvalve AS s WHERE s.id = ANY(%(shutoff)s)
  UNION SELECT s.pipe_id FROM network_serviceline AS s WHERE s.id = ANY(%(service)s)
), pipes AS MATERIALIZED (
  SELECT p.id, p.start_node_id, p.end_node_id FROM network_pipe AS p JOIN seed_pipes USING (id)
), pumps AS MATERIALIZED (
  SELECT id, start_node_id, end_node_id FROM network_pump WHERE id = ANY(%(pump)s)
  UNION SELECT id, start_node_id, end_node_id FROM network_pump WHERE start_node_id = ANY(%(node)s)
  UNION SELECT id, start_node_id, end_node_id FROM network_pump WHERE end_node_id = ANY(%(node)s)
), valves AS MATERIALIZED (
  SELECT id, start_node_id, end_node_id FROM network_valve WHERE id = ANY(%(valve)s)
  UNION SELECT id, start_node_id, end_node_id FROM network_valve WHERE start_node_id = ANY(%(node)s)
  UNION SELECT id, start_node_id, end_node_id FROM network_valve WHERE end_node_id = ANY(%(node)s)
), links AS (
  SELECT * FROM pipes UNION ALL SELECT * FROM pumps UNION ALL SELECT * FROM valves
), shutoffs AS MATERIALIZED (
  SELECT s.id FROM network_shutoffvalve AS s JOIN pipes ON pipes.id = s.pipe_id
)
SELECT 'node', id FROM network_node WHERE id = ANY(%(node)s)
UNION SELECT 'node', start_node_id FROM links
UNION SELECT 'node', end_node_id FROM links
UNION ALL SELECT 'pipe', id FROM pipes
UNION ALL SELECT 'pump', id FROM pumps
UNION ALL SELECT 'valve', id FROM valves
UNION ALL SELECT 'shutoff', id FROM shutoffs
UNION ALL SELECT 'service', s.id FROM network_serviceline AS s JOIN pipes ON pipes.id = s.pipe_id
UNION ALL SELECT 'inlet', i.id FROM network_zoneinlet AS i
WHERE i.node_id = ANY(%(node)s) OR i.pipe_id IN (SELECT id FROM pipes)
UNION ALL SELECT 'check', c.id FROM network_valvecheck AS c JOIN shutoffs ON shutoffs.id = c.valve_id
UNION ALL SELECT 'station', id FROM network_station WHERE id = ANY(%(station)s)

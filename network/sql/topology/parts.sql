-- Parts of the network as findings at one of their nodes.
-- Index: primary key of nodes. Rows: one a part.
SELECT part.check_name, 'node', n.id, n.code, part.nodes, ''::text, n.geom
FROM unnest(%(names)s::text[], %(ids)s::bigint[], %(counts)s::float8[]) AS part (check_name, node_id, nodes)
JOIN network_node AS n ON n.id = part.node_id

WITH RECURSIVE walk (is_node, id) AS (
    SELECT false, %(pipe)s::int8
    UNION
    SELECT next.is_node, next.id
    FROM walk
    CROSS JOIN LATERAL (
        SELECT true AS is_node, p.start_node_id AS id
        FROM network_pipe AS p
        WHERE NOT walk.is_node AND p.id = walk.id AND NOT EXISTS (
            SELECT FROM network_shutoffvalve AS v
            WHERE v.pipe_id = p.id AND NOT v.at_end AND (v.state = 'closed' OR v.condition = 'working'))
        UNION ALL
        SELECT true, p.end_node_id
        FROM network_pipe AS p
        WHERE NOT walk.is_node AND p.id = walk.id AND NOT p.has_check_valve AND NOT EXISTS (
            SELECT FROM network_shutoffvalve AS v
            WHERE v.pipe_id = p.id AND v.at_end AND (v.state = 'closed' OR v.condition = 'working'))
        UNION ALL
        SELECT false, p.id
        FROM network_pipe AS p
        WHERE walk.is_node AND p.start_node_id = walk.id AND p.status = 'open' AND NOT p.has_check_valve AND NOT EXISTS (
            SELECT FROM network_shutoffvalve AS v
            WHERE v.pipe_id = p.id AND NOT v.at_end AND (v.state = 'closed' OR v.condition = 'working'))
        UNION ALL
        SELECT false, p.id
        FROM network_pipe AS p
        WHERE walk.is_node AND p.end_node_id = walk.id AND p.status = 'open' AND NOT EXISTS (
            SELECT FROM network_shutoffvalve AS v
            WHERE v.pipe_id = p.id AND v.at_end AND (v.state = 'closed' OR v.condition = 'working'))
    ) AS next
)
SELECT count(*) FROM walk

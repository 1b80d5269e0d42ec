-- Give the connections of a route their places in one statement; those of other routes are left alone.
-- Index: meters_connection's primary key. Rows: none returned; one written for each connection that moves.
UPDATE meters_connection AS c
SET route_position = wanted.position
FROM unnest(%(connections)s::bigint[], %(positions)s::integer[]) AS wanted (connection_id, position)
WHERE c.id = wanted.connection_id AND c.route_id = %(route_id)s AND c.route_position <> wanted.position

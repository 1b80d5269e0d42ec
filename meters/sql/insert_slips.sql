-- Give each round a slip for every meter that hangs on an active connection of its route and has none there yet.
-- Index: slip_once, connection_route_position_once, installation_one_meter. Rows: none returned; one written a meter.
INSERT INTO meters_slip (round_id, installation_id, position, state, note)
SELECT
  r.id, i.id,
  coalesce((SELECT max(s.position) FROM meters_slip AS s WHERE s.round_id = r.id), 0)
    + row_number() OVER (PARTITION BY r.id ORDER BY c.route_position, i.slot, i.id),
  'waiting', ''
FROM meters_readinground AS r
JOIN meters_connection AS c ON c.route_id = r.route_id AND c.status = 'active'
JOIN meters_installation AS i ON i.connection_id = c.id AND i.period @> %(day)s::date
WHERE r.id = ANY(%(rounds)s::bigint[])
  AND NOT EXISTS (SELECT FROM meters_slip AS s WHERE s.round_id = r.id AND s.installation_id = i.id)

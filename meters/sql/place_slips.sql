-- Put the waiting slips of a route's unclosed round in the route's order; they share the places they have among them.
-- Index: reading_round_one_open, slip_position_once. Rows: none returned; one written for each slip that moves.
WITH waiting AS MATERIALIZED (
  SELECT s.id, s.round_id, s.position, c.route_position, i.slot
  FROM meters_slip AS s
  JOIN meters_readinground AS r ON r.id = s.round_id
  JOIN meters_installation AS i ON i.id = s.installation_id
  JOIN meters_connection AS c ON c.id = i.connection_id
  WHERE r.route_id = %(route_id)s AND r.state <> 'closed' AND s.state = 'waiting'
), ordered AS (
  SELECT id, row_number() OVER (ORDER BY route_position, slot, id) AS number FROM waiting
), free AS (
  SELECT position, row_number() OVER (ORDER BY position) AS number FROM waiting
)
UPDATE meters_slip AS s
SET position = free.position
FROM ordered JOIN free USING (number)
WHERE s.id = ordered.id AND s.position <> free.position

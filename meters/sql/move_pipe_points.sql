-- Connections keep their place when the pipe under them is cut, joined or turned: each makes the first move that holds it.
-- Index: meters_connection_pipe_id. Rows: none returned; those of the moved stretches are written, held by number first.
WITH moves AS (
  SELECT * FROM unnest(
    %(from_pipe)s::bigint[], %(from_low)s::float8[], %(from_high)s::float8[],
    %(to_pipe)s::bigint[], %(to_low)s::float8[], %(to_high)s::float8[]
  ) WITH ORDINALITY AS m (from_pipe, from_low, from_high, to_pipe, to_low, to_high, number)
), held AS MATERIALIZED (
  SELECT c.id, c.pipe_id, c.pipe_fraction FROM meters_connection AS c
  WHERE c.pipe_id = ANY(%(from_pipe)s)
  ORDER BY c.id FOR UPDATE
), placed AS (
  SELECT held.id, move.to_pipe,
    move.to_low + (move.to_high - move.to_low) * CASE
      WHEN move.from_high > move.from_low
      THEN least(1, greatest(0, (held.pipe_fraction - move.from_low) / (move.from_high - move.from_low)))
      ELSE 0 END AS fraction
  FROM held CROSS JOIN LATERAL (
    SELECT * FROM moves AS m
    WHERE m.from_pipe = held.pipe_id AND m.to_pipe IS NOT NULL
      AND held.pipe_fraction BETWEEN m.from_low AND m.from_high
    ORDER BY m.number LIMIT 1
  ) AS move
)
UPDATE meters_connection AS c
SET pipe_id = placed.to_pipe, pipe_fraction = least(1, greatest(0, placed.fraction))
FROM placed
WHERE c.id = placed.id AND (c.pipe_id, c.pipe_fraction) IS DISTINCT FROM (placed.to_pipe, placed.fraction)

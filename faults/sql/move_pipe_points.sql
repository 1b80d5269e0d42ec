-- Faults on a pipe that was cut or joined lie on the nearest of what it became.
-- Index: faults_fault_pipe_id. Rows: none returned; the faults of the moved pipes are written, held by number first.
WITH became AS (
  SELECT DISTINCT from_pipe, to_pipe
  FROM unnest(%(from_pipe)s::bigint[], %(to_pipe)s::bigint[]) AS m (from_pipe, to_pipe)
  WHERE to_pipe IS NOT NULL
), held AS MATERIALIZED (
  SELECT f.id, f.pipe_id, f.geom FROM faults_fault AS f
  WHERE f.pipe_id IN (SELECT from_pipe FROM became)
  ORDER BY f.id FOR UPDATE
), nearest AS (
  SELECT DISTINCT ON (held.id) held.id, pipe.id AS pipe_id, ST_Distance(pipe.geom, held.geom) AS distance_m
  FROM held
  JOIN became ON became.from_pipe = held.pipe_id
  JOIN network_pipe AS pipe ON pipe.id = became.to_pipe
  ORDER BY held.id, ST_Distance(pipe.geom, held.geom), pipe.id
)
UPDATE faults_fault AS f
SET pipe_id = nearest.pipe_id, pipe_distance_m = nearest.distance_m
FROM nearest
WHERE f.id = nearest.id AND f.pipe_id <> nearest.pipe_id

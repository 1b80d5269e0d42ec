-- Writes which pipes the computed zones hold: takes out what left them, puts in what came.
-- Index: zone_pipe_once, the primary key of pipes. Rows: none told; one a pipe that came or went is written.
WITH told AS (
  SELECT t.zone_id, t.pipe_id FROM unnest(%(zones)s::int8[], %(pipes)s::int8[]) AS t (zone_id, pipe_id)
), gone AS (
  DELETE FROM network_zonepipe AS kept
  WHERE kept.zone_id = ANY(%(computed)s::int8[])
    AND NOT EXISTS (SELECT FROM told WHERE told.zone_id = kept.zone_id AND told.pipe_id = kept.pipe_id)
)
INSERT INTO network_zonepipe (zone_id, pipe_id)
SELECT told.zone_id, told.pipe_id
FROM told
JOIN network_pipe AS p ON p.id = told.pipe_id
ON CONFLICT (zone_id, pipe_id) DO NOTHING

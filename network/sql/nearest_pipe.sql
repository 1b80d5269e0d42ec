-- The pipe in service nearest to a point, of those that carry what is asked for, and the place on it.
-- Index: pipe_geom, by distance (<->). Rows: one, or none within the limit.
SELECT
  nearest.id,
  nearest.code,
  CASE WHEN nearest.length_m > 0 THEN ST_LineLocatePoint(nearest.geom, nearest.place) ELSE 0 END,
  nearest.distance_m,
  ST_X(ST_ClosestPoint(nearest.geom, nearest.place)),
  ST_Y(ST_ClosestPoint(nearest.geom, nearest.place)),
  nearest.diameter_mm
FROM (
  SELECT
    pipe.id, pipe.code, pipe.geom, pipe.length_m, pipe.diameter_mm, here.place,
    ST_Distance(pipe.geom, here.place) AS distance_m
  FROM network_pipe AS pipe, (SELECT ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100) AS place) AS here
  WHERE ST_DWithin(pipe.geom, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100), %(within_m)s)
    AND pipe.lifecycle = 'in_service'
    AND pipe.system_id = ANY (ARRAY(SELECT id FROM network_supplysystem WHERE medium = %(medium)s))
  ORDER BY pipe.geom <-> ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100)
  LIMIT 1
) AS nearest

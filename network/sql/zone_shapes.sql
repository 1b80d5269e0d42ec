-- Draws the computed zones' areas around their pipes and compares them with the drawn ones.
-- Streets up to 120 m apart are one area: grown by 60 m in squares of 200 m, which is several times faster than all at
-- once, joined, and shrunk by 40. Of very many pipes the area is the squares of 50 m that they pass, with gaps of up to
-- two closed. Holes of less than five hectares belong to the zone. Index: zone_pipe_once, pipe_geom. Rows: one a zone.
WITH held AS (
  SELECT zp.zone_id, count(*) AS pipes, sum(p.length_m) AS length_m,
    sum(p.length_m * pi() * (p.diameter_mm / 2000.0) ^ 2)::float8 AS volume_m3,
    sum(CASE WHEN ST_Contains(z.geom, p.geom) THEN 0
             ELSE p.length_m - ST_Length(ST_Intersection(z.geom, p.geom)) END) AS outside_m
  FROM network_zonepipe AS zp
  JOIN network_pipe AS p ON p.id = zp.pipe_id
  JOIN network_zone AS z ON z.id = zp.zone_id
  WHERE zp.zone_id = ANY(%(zones)s::int8[])
  GROUP BY zp.zone_id
), squares AS (
  SELECT held.zone_id, ST_Buffer(ST_Collect(ST_Simplify(p.geom, 5, true)), 60, 'quad_segs=2') AS area
  FROM held
  JOIN network_zonepipe AS zp ON zp.zone_id = held.zone_id
  JOIN network_pipe AS p ON p.id = zp.pipe_id
  WHERE held.pipes <= %(many)s
  GROUP BY held.zone_id, floor(ST_X(ST_StartPoint(p.geom)) / 200), floor(ST_Y(ST_StartPoint(p.geom)) / 200)
), cells AS (
  SELECT DISTINCT held.zone_id, floor(ST_X(place.geom) / 50)::int AS x, floor(ST_Y(place.geom) / 50)::int AS y
  FROM held
  JOIN network_zonepipe AS zp ON zp.zone_id = held.zone_id
  JOIN network_pipe AS p ON p.id = zp.pipe_id, LATERAL ST_DumpPoints(ST_Segmentize(p.geom, 50)) AS place
  WHERE held.pipes > %(many)s
), runs AS (
  SELECT zone_id, y, min(x) AS first_x, max(x) AS last_x
  FROM (SELECT zone_id, x, y, x - row_number() OVER (PARTITION BY zone_id, y ORDER BY x) AS island FROM cells) AS rows
  GROUP BY zone_id, y, island
), areas AS (
  SELECT zone_id, ST_Buffer(ST_Union(ST_Simplify(area, 1)), -40, 'quad_segs=2') AS area
  FROM squares
  GROUP BY zone_id
  UNION ALL
  SELECT zone_id, ST_Buffer(ST_Buffer(
    ST_Union(ST_MakeEnvelope(first_x * 50, y * 50, (last_x + 1) * 50, (y + 1) * 50, 2100)), 50, 'join=mitre'), -50,
    'join=mitre')
  FROM runs
  GROUP BY zone_id
), parts AS (
  SELECT areas.zone_id, part.geom
  FROM areas, LATERAL ST_Dump(ST_CollectionExtract(ST_MakeValid(ST_SimplifyPreserveTopology(areas.area, 2)), 3)) AS part
), whole AS (
  SELECT parts.zone_id, ST_MakePolygon(ST_ExteriorRing(parts.geom), ARRAY(
    SELECT ST_ExteriorRing(ring.geom) FROM ST_DumpRings(parts.geom) AS ring
    WHERE ring.path[1] > 0 AND ST_Area(ring.geom) > 50000)) AS geom
  FROM parts
), grown AS (
  SELECT held.*, shape.area
  FROM held
  JOIN (
    SELECT zone_id, ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_Collect(geom)), 3)) AS area
    FROM whole
    GROUP BY zone_id
  ) AS shape ON shape.zone_id = held.zone_id
), missed AS (
  SELECT z.id AS zone_id, sum(ST_Length(ST_Intersection(z.geom, p.geom))) AS missing_m
  FROM network_zone AS z
  JOIN network_pipe AS p ON ST_Intersects(z.geom, p.geom)
  WHERE z.id = ANY(%(zones)s::int8[]) AND p.lifecycle = 'in_service' AND p.status = 'open'
    AND p.kind NOT IN ('gravity', 'rising')
    AND NOT EXISTS (SELECT FROM network_zonepipe AS zp WHERE zp.zone_id = z.id AND zp.pipe_id = p.id)
  GROUP BY z.id
)
UPDATE network_zone AS z
SET computed_at = now(), computed_geom = shape.area
FROM (
  SELECT asked.id, coalesce(grown.pipes, 0) AS pipes, coalesce(grown.length_m, 0) AS length_m,
    coalesce(grown.volume_m3, 0) AS volume_m3, coalesce(grown.outside_m, 0) AS outside_m,
    coalesce(missed.missing_m, 0) AS missing_m,
    grown.area
  FROM unnest(%(zones)s::int8[]) AS asked (id)
  LEFT JOIN grown ON grown.zone_id = asked.id
  LEFT JOIN missed ON missed.zone_id = asked.id
) AS shape
WHERE z.id = shape.id
RETURNING z.id, shape.pipes, shape.length_m, shape.volume_m3, shape.outside_m, shape.missing_m,
  ST_Area(z.geom), coalesce(ST_Area(z.computed_geom), 0),
  ST_Area(z.geom) - coalesce(ST_Area(ST_Intersection(z.geom, z.computed_geom)), 0)

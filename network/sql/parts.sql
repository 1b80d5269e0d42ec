-- Length, volume and lines (GeoJSON, WGS84) of parts of the network, each a number and some pipes.
-- Index: the primary key. Rows: one a part that has pipes.
SELECT
    asked.part,
    sum(p.length_m),
    sum(p.length_m * pi() * (p.diameter_mm::float8 / 2000) ^ 2),
    ST_AsGeoJSON(ST_Transform(ST_Collect(p.geom), 4326), 7)
FROM unnest(%(parts)s::int[], %(pipes)s::int8[]) AS asked (part, id)
JOIN network_pipe AS p ON p.id = asked.id
GROUP BY asked.part

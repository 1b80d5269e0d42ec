-- The ground along pipes: everything within so many metres of them.
-- Index: the primary key of network_pipe. Rows: one, without a shape where there is no pipe.
SELECT ST_AsBinary(ST_Multi(ST_Union(ST_Buffer(p.geom, %(along_m)s, 'quad_segs=4'))))
FROM unnest(%(pipes)s::int8[]) AS asked (id)
JOIN network_pipe AS p ON p.id = asked.id

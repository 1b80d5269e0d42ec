-- Writes streets by name and settlement; only what differs is touched.
-- Index: street_once. Rows: one a street written, saying whether it is new; up to 100,000.
INSERT INTO network_street AS held (name, settlement, search_key, geom)
SELECT given.name, given.settlement, given.search_key, given.geom::geometry
FROM unnest(%(names)s::text[], %(settlements)s::text[], %(keys)s::text[], %(geoms)s::text[])
  AS given (name, settlement, search_key, geom)
ON CONFLICT (name, settlement) DO UPDATE
SET search_key = excluded.search_key, geom = excluded.geom
WHERE held.search_key <> excluded.search_key OR NOT held.geom = excluded.geom
RETURNING xmax = 0

-- Writes house numbers of known streets; only what differs is touched.
-- Index: street_once, address_once. Rows: one a number written, saying whether it is new; up to a million.
INSERT INTO network_addresspoint AS held (street_id, number, postcode, geom)
SELECT street.id, given.number, given.postcode, given.geom::geometry
FROM unnest(%(names)s::text[], %(settlements)s::text[], %(numbers)s::text[], %(postcodes)s::text[], %(geoms)s::text[])
  AS given (name, settlement, number, postcode, geom)
JOIN network_street AS street ON street.name = given.name AND street.settlement = given.settlement
ON CONFLICT (street_id, number) DO UPDATE
SET postcode = excluded.postcode, geom = excluded.geom
WHERE held.postcode <> excluded.postcode OR NOT held.geom = excluded.geom
RETURNING xmax = 0

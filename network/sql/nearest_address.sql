-- The address nearest to a point: a house number within reach, else a street.
-- Index: network_addresspoint and network_street by geom, by distance (<->). Rows: one, or none within reach.
WITH house AS (
  SELECT near.*
  FROM (
    SELECT house.street_id, house.number, house.postcode, house.geom, ST_Distance(house.geom, here.place) AS far
    FROM network_addresspoint AS house, (SELECT ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100) AS place) AS here
    ORDER BY house.geom <-> ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100)
    LIMIT 1
  ) AS near
  WHERE near.far <= %(house_within_m)s
),
street AS (
  SELECT near.*
  FROM (
    SELECT street.id AS street_id, ST_Distance(street.geom, here.place) AS far
    FROM network_street AS street, (SELECT ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100) AS place) AS here
    WHERE NOT EXISTS (SELECT FROM house)
    ORDER BY street.geom <-> ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100)
    LIMIT 1
  ) AS near
  WHERE near.far <= %(street_within_m)s
)
SELECT street.id, street.name, street.settlement, found.number, found.postcode, found.x, found.y
FROM (
  SELECT street_id, number, postcode, ST_X(geom) AS x, ST_Y(geom) AS y FROM house
  UNION ALL
  SELECT street_id, '', '', %(x)s, %(y)s FROM street
) AS found
JOIN network_street AS street ON street.id = found.street_id

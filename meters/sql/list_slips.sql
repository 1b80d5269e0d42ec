-- List the slips of a round in walking order with place, meter, the last two readings before it and the usual use.
-- Index: slip_position_once, reading_one_stands, position_question_one_open. Rows: one a slip, some hundreds.
SELECT
  s.id AS slip_id, s.position, s.state, s.note, s.note_code_id, s.visited_at, s.visited_by_id,
  i.id AS installation_id, c.id AS connection_id, c.supply_number, c.address, c.use, i.slot, i.seal_number,
  m.serial, m.digits, m.diameter_mm,
  ST_X(place.geom) AS longitude, ST_Y(place.geom) AS latitude, i.geom IS NOT NULL AS has_own_place,
  now_read.id AS reading_id, now_read.value_m3 AS value_m3, now_read.read_on AS read_on,
  now_read.source AS source, now_read.recorded_by_id AS recorded_by_id,
  last.value_m3 AS last_m3, last.read_on AS last_on, last.total_m3 AS last_total_m3, last.offset_m3 AS last_offset_m3,
  before_last.value_m3 AS before_m3, before_last.read_on AS before_on,
  usual.litres_day,
  EXISTS (
    SELECT FROM meters_readingflag AS f WHERE f.reading_id = now_read.id AND f.state IN ('open', 'reread')
  ) AS is_held,
  EXISTS (
    SELECT FROM meters_positionquestion AS q WHERE q.installation_id = i.id AND q.answer = 'open'
  ) AS has_question
FROM meters_slip AS s
JOIN meters_readinground AS r ON r.id = s.round_id
JOIN meters_readingperiod AS p ON p.id = r.period_id
JOIN meters_installation AS i ON i.id = s.installation_id
JOIN meters_meter AS m ON m.id = i.meter_id
JOIN meters_connection AS c ON c.id = i.connection_id
CROSS JOIN LATERAL (SELECT ST_Transform(coalesce(i.geom, c.geom), 4326) AS geom) AS place
LEFT JOIN meters_reading AS taken ON taken.id = s.reading_id
LEFT JOIN meters_reading AS now_read
  ON now_read.installation_id = taken.installation_id AND now_read.read_on = taken.read_on AND now_read.stands
LEFT JOIN LATERAL (
  SELECT g.value_m3, g.read_on, g.total_m3, g.offset_m3
  FROM meters_reading AS g
  WHERE g.installation_id = i.id AND g.stands AND g.read_on < coalesce(taken.read_on, p.starts_on)
  ORDER BY g.read_on DESC
  LIMIT 1
) AS last ON true
LEFT JOIN LATERAL (
  SELECT g.value_m3, g.read_on
  FROM meters_reading AS g
  WHERE g.installation_id = i.id AND g.stands AND g.read_on < last.read_on
  ORDER BY g.read_on DESC
  LIMIT 1
) AS before_last ON true
LEFT JOIN LATERAL (
  -- What ran in the year before the last reading, or since the meter was hung.
  SELECT round(1000 * (last.total_m3 - g.total_m3) / (last.read_on - g.read_on)) AS litres_day
  FROM meters_reading AS g
  WHERE g.installation_id = i.id AND g.stands AND g.source <> 'estimate'
    AND g.read_on BETWEEN last.read_on - 400 AND last.read_on - 20
  ORDER BY g.read_on
  LIMIT 1
) AS usual ON true
WHERE s.round_id = %(round_id)s
ORDER BY s.position

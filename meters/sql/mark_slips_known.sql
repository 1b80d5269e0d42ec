-- Mark the waiting slips of rounds whose meters were read in the days of the period before these slips were made.
-- Index: reading_one_stands. Rows: none returned; one written a slip that is marked.
UPDATE meters_slip AS s
SET state = 'read', reading_id = known.id, visited_at = known.recorded_at, visited_by_id = known.recorded_by_id
FROM meters_readinground AS r
JOIN meters_readingperiod AS p ON p.id = r.period_id
JOIN meters_slip AS mine ON mine.round_id = r.id AND mine.state = 'waiting'
CROSS JOIN LATERAL (
  SELECT g.id, g.recorded_at, g.recorded_by_id
  FROM meters_reading AS g
  WHERE g.installation_id = mine.installation_id AND g.stands
    AND g.source IN ('reader', 'office', 'file', 'consumer') AND g.read_on BETWEEN p.starts_on AND p.ends_on
  ORDER BY g.read_on DESC
  LIMIT 1
) AS known
WHERE s.id = mine.id AND r.id = ANY(%(rounds)s::bigint[])

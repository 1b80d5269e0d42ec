-- Count the slips of rounds by state, with those whose reading is held back, that have a note, or were estimated.
-- Index: slip_once, reading_flag_holding. Rows: one a round.
SELECT
  s.round_id,
  count(*) AS slips,
  count(*) FILTER (WHERE s.state = 'waiting') AS waiting,
  count(*) FILTER (WHERE s.state = 'read') AS read,
  count(*) FILTER (WHERE s.state = 'not_read') AS not_read,
  count(*) FILTER (WHERE EXISTS (
    SELECT FROM meters_readingflag AS f WHERE f.reading_id = s.reading_id AND f.state IN ('open', 'reread')
  )) AS held
FROM meters_slip AS s
WHERE s.round_id = ANY(%(rounds)s::bigint[])
GROUP BY s.round_id

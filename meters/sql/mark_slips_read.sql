-- Mark the waiting slips of meters that have just been read, in rounds that are not closed.
-- Index: slip_once. Rows: the slips marked.
UPDATE meters_slip AS s
SET state = 'read', reading_id = n.reading_id, visited_at = now(), visited_by_id = %(user_id)s
FROM measured_readings AS n, meters_readinground AS r, meters_readingperiod AS p
WHERE s.installation_id = n.installation_id AND s.state <> 'read' AND r.id = s.round_id AND r.state <> 'closed'
    AND p.id = r.period_id AND n.read_on BETWEEN p.starts_on AND p.ends_on

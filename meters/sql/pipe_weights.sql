-- Connections with running water and the people behind them, by pipe.
-- Index: none, every connection is read. Rows: one a pipe with a connection, in the order of pipes.
SELECT c.pipe_id, count(*), coalesce(sum(c.people), 0)
FROM meters_connection AS c
WHERE c.status = 'active' AND c.pipe_id IS NOT NULL
GROUP BY c.pipe_id
ORDER BY c.pipe_id

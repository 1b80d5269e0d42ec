-- The water pipes in service that a run over all segments counts, with their length in metres.
-- Index: none, the table is read whole. Rows: one a pipe.
SELECT p.id, p.length_m
FROM network_pipe AS p
JOIN network_supplysystem AS s ON s.id = p.system_id
WHERE s.medium = 'water' AND p.lifecycle = 'in_service'
ORDER BY p.id

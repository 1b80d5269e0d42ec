-- Deletes all but the newest finished runs, as many as are kept.
-- Index: the foreign keys of segments and valves. Rows: none.
WITH old AS (
    SELECT r.id FROM network_criticalityrun AS r
    WHERE r.finished_at IS NOT NULL ORDER BY r.id DESC OFFSET %(kept)s
), segments AS (
    DELETE FROM network_segment WHERE run_id IN (SELECT old.id FROM old)
), valves AS (
    DELETE FROM network_valvecriticality WHERE run_id IN (SELECT old.id FROM old)
)
DELETE FROM network_criticalityrun WHERE id IN (SELECT old.id FROM old)

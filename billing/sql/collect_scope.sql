-- The connections that a run looks at.
-- Rows: one a connection in scope. A table of its own, as the two after it, so that the planner knows how many: a guess of
-- one row would join the rest by loops over thousands.
CREATE TEMPORARY TABLE billing_run_scope ON COMMIT DROP AS
SELECT id AS connection_id, use, has_sewer, status
FROM meters_connection
WHERE %(route_id)s::bigint IS NULL OR route_id = %(route_id)s

-- The connections that a run looks at.
-- A table of its own, as those after it, so that the planner knows how many they are: a guess of one row would join the
-- rest by loops over thousands.
-- Index: connection by route. Rows: one a connection in scope.
CREATE TEMPORARY TABLE billing_run_scope ON COMMIT DROP AS
SELECT id AS connection_id, use, has_sewer, status
FROM meters_connection
WHERE %(route_id)s::bigint IS NULL OR route_id = %(route_id)s

-- The connections that a run looks at: all, those of a route, or one.
-- A table of its own, as those after it, so that the planner knows how many they are: a guess of one row would join the
-- rest by loops over thousands.
-- Index: connection by route, its primary key. Rows: one a connection in scope.
CREATE TEMPORARY TABLE billing_run_scope ON COMMIT DROP AS
SELECT id AS connection_id, use, has_sewer, status
FROM meters_connection
WHERE (%(route_id)s::bigint IS NULL OR route_id = %(route_id)s)
    AND (%(connection_id)s::bigint IS NULL OR id = %(connection_id)s)

-- The connections of some routes whose drafts are issued next, locked against payments until the chunk is booked.
-- Each connection is looked up among the run's bills (OFFSET keeps it so): without statistics, which a first run does
-- not have yet, the planner would read all bills of the run for every chunk.
-- Index: the route's foreign key, bill_once_in_run. Rows: the connections of these routes.
SELECT connection.id
FROM meters_connection AS connection
WHERE connection.route_id = ANY(%(route_ids)s) AND EXISTS (
    SELECT FROM billing_bill AS bill
    WHERE bill.run_id = %(run_id)s AND bill.connection_id = connection.id AND bill.state = 'draft' OFFSET 0
)
ORDER BY connection.id
FOR NO KEY UPDATE OF connection

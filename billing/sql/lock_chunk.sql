-- The connections of a route whose drafts are issued next, locked against payments until the chunk is booked.
-- Index: the route's foreign key, bill_once_in_run. Rows: the connections of one route.
SELECT connection.id
FROM meters_connection AS connection
JOIN billing_bill AS bill ON bill.connection_id = connection.id
WHERE connection.route_id = %(route_id)s AND bill.run_id = %(run_id)s AND bill.state = 'draft'
ORDER BY connection.id
FOR NO KEY UPDATE OF connection

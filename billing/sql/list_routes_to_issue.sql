-- Routes on which the run still has drafts, with how many, in the order in which they are issued.
-- Index: bill_once_in_run. Rows: one a route.
SELECT route.id, count(*)
FROM billing_bill AS bill
JOIN meters_connection AS connection ON connection.id = bill.connection_id
JOIN meters_route AS route ON route.id = connection.route_id
WHERE bill.run_id = %(run_id)s AND bill.state = 'draft'
GROUP BY route.id, route.code
ORDER BY route.code

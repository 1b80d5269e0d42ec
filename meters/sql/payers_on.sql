-- Who was liable for each connection on a day, by supply number; connections without a payer stand there empty.
-- Index: none, all are read: hash joins of connections, payers of the day and parties. Rows: one a connection.
SELECT c.id, c.supply_number, c.address, r.code, l.party_id, p.name, p.first_name, p.afm, lower(l.period)
FROM meters_connection AS c
JOIN meters_route AS r ON r.id = c.route_id
LEFT JOIN meters_liability AS l ON l.connection_id = c.id AND l.role = 'payer' AND l.period @> %(day)s
LEFT JOIN parties_party AS p ON p.id = l.party_id
ORDER BY c.supply_number

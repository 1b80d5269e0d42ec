-- Make the line's party the payer from its day on.
-- Index: meters_connection.supply_number. Rows: one a taken line.
INSERT INTO meters_liability (connection_id, party_id, role, period)
SELECT c.id, s.party_id, 'payer', daterange(s.liable_from, NULL)
FROM staged_connections AS s
JOIN meters_connection AS c ON c.supply_number = s.supply_number
WHERE s.outcome = 'taken'
ORDER BY s.line

-- Make the routes that the file names and the register lacks.
-- Index: meters_route.code. Rows: some tens.
INSERT INTO meters_route (code, name)
SELECT DISTINCT s.route, '' FROM staged_connections AS s WHERE s.outcome = 'taken'
ON CONFLICT (code) DO NOTHING

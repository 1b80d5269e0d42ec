-- Make the routes that the file names and the register lacks; a route without a name takes the file's.
-- Index: meters_route.code. Rows: some tens.
INSERT INTO meters_route (code, name)
SELECT s.route, max(s.route_name) FROM staged_connections AS s WHERE s.outcome = 'taken' GROUP BY s.route
ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE meters_route.name = '' AND excluded.name <> ''

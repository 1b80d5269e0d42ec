-- A town of meters with eight quarters of readings: what ran differs by house and season; a few houses stand empty.
INSERT INTO meters_route (code, name)
SELECT lpad(n::text, 5, '0'), 'Δρομολόγιο ' || n FROM generate_series(1, (%(size)s + 499) / 500) AS n;

INSERT INTO meters_connection (
    id, supply_number, use, status, has_sewer, households, people, house_number, postcode, address, search_key,
    geom, route_id, route_position, opened_on
)
SELECT n, 'S' || lpad(n::text, 8, '0'), 'domestic', 'active', true, 1, 2, '', '', 'Οδός ' || n, '',
       ST_SetSRID(ST_MakePoint(407000 + n %% 1000 * 10, 4501000 + n / 1000 * 10), 2100),
       route.id, n, '2024-01-01'
FROM generate_series(1, %(size)s) AS n
JOIN meters_route AS route ON route.code = lpad((1 + (n - 1) / 500)::text, 5, '0');

INSERT INTO meters_meter (id, serial, make, digits, diameter_mm)
SELECT n, 'M' || n, '', 5, (ARRAY[15, 15, 15, 20, 25, 40])[1 + n %% 6] FROM generate_series(1, %(size)s) AS n;

INSERT INTO meters_installation (id, connection_id, meter_id, period)
SELECT n, n, n, daterange('2024-01-01', NULL) FROM generate_series(1, %(size)s) AS n;

INSERT INTO meters_reading (installation_id, read_on, revision, value_m3, source, note, recorded_at)
SELECT n, (DATE '2024-01-01' + make_interval(months => 3 * quarter))::date, 0,
       100 + quarter * (n %% 50) + CASE WHEN quarter %% 4 = 3 THEN n %% 10 ELSE 0 END, 'file', '', now()
FROM generate_series(1, %(size)s) AS n CROSS JOIN generate_series(0, 8) AS quarter

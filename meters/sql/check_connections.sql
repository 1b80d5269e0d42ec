-- Compare staged lines with the register and with each other; mark those that are not taken and return them.
-- A supply number that stands in the register is a repeated line. Positions come from coordinates, else the address.
-- Index: connection supply_number, meter serial, connection_route_position_once, address_once. Rows: not taken ones.
WITH placed AS (
    SELECT
        s.line,
        coalesce(
            CASE WHEN s.x IS NOT NULL AND s.y IS NOT NULL
                 THEN ST_SetSRID(ST_MakePoint(s.x::float8, s.y::float8), %(srid)s) END,
            CASE WHEN s.lon IS NOT NULL AND s.lat IS NOT NULL
                 THEN ST_Transform(ST_SetSRID(ST_MakePoint(s.lon::float8, s.lat::float8), 4326), %(srid)s) END,
            a.geom
        ) AS geom,
        t.id AS street_id
    FROM staged_connections AS s
    LEFT JOIN LATERAL (
        SELECT id FROM network_street AS n
        WHERE s.street <> '' AND n.search_key = hydria_double_key(s.street)
        ORDER BY n.id LIMIT 1
    ) AS t ON true
    LEFT JOIN network_addresspoint AS a ON a.street_id = t.id AND a.number = s.house_number
),
judged AS (
    SELECT
        s.line,
        p.geom,
        p.street_id,
        CASE
            WHEN c.id IS NOT NULL THEN 'repeated'
            WHEN row_number() OVER (PARTITION BY s.supply_number ORDER BY s.line) > 1 THEN 'twice_in_file:supply_number'
            WHEN row_number() OVER (PARTITION BY s.meter_serial ORDER BY s.line) > 1 THEN 'twice_in_file:meter_serial'
            WHEN row_number() OVER (PARTITION BY s.route, s.route_position ORDER BY s.line) > 1
                THEN 'twice_in_file:route_position'
            WHEN s.opened_on > %(today)s THEN 'in_the_future:opened_on'
            WHEN s.liable_from > %(today)s THEN 'in_the_future:liable_from'
            WHEN p.geom IS NULL THEN 'no_place:street'
            WHEN EXISTS (
                SELECT FROM meters_installation AS i JOIN meters_meter AS m ON m.id = i.meter_id
                WHERE m.serial = s.meter_serial AND i.period && daterange(s.opened_on, NULL)
            ) THEN 'meter_elsewhere:meter_serial'
            WHEN EXISTS (
                SELECT FROM meters_connection AS o JOIN meters_route AS r ON r.id = o.route_id
                WHERE r.code = s.route AND o.route_position = s.route_position
            ) THEN 'position_taken:route_position'
            ELSE 'taken'
        END AS verdict
    FROM staged_connections AS s
    JOIN placed AS p USING (line)
    LEFT JOIN meters_connection AS c ON c.supply_number = s.supply_number
),
marked AS (
    UPDATE staged_connections AS s
    SET outcome = j.verdict, geom = j.geom, street_id = j.street_id
    FROM judged AS j WHERE j.line = s.line
    -- Rows of a file are many and refused ones few: only these are turned inside out to find the cell.
    RETURNING s.line, s.outcome, CASE WHEN s.outcome <> 'taken' THEN to_jsonb(s) END AS cells
)
SELECT
    line, split_part(outcome, ':', 1), split_part(outcome, ':', 2),
    coalesce(cells ->> nullif(split_part(outcome, ':', 2), ''), '')
FROM marked WHERE outcome <> 'taken' ORDER BY line

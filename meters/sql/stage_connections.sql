-- The staging table of an import of connections: the cells of well-formed lines and what becomes of them.
-- Index: none, it is scanned whole. Rows: one a line of the file.
CREATE TEMPORARY TABLE staged_connections (
    line int PRIMARY KEY, supply_number text, use text, households int, people int, street text, house_number text,
    postcode text, lon numeric, lat numeric, x numeric, y numeric, route text, route_name text, route_position bigint, opened_on date,
    meter_serial text, meter_diameter int, meter_digits int, meter_make text, start_reading numeric,
    payer_kind text, payer_name text, payer_first_name text, payer_father_name text, payer_afm text,
    payer_email text, payer_mobile text, language text, liable_from date, has_sewer boolean,
    outcome text NOT NULL DEFAULT 'taken', geom geometry, street_id bigint, party_id bigint
) ON COMMIT DROP

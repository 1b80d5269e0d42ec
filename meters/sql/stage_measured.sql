-- The table of the figures that rules look at, a line each; water in litres.
-- Index: none, it is scanned whole. Rows: one a line that will be written.
CREATE TEMPORARY TABLE IF NOT EXISTS measured_readings (
    line bigint, reading_id bigint, installation_id bigint, connection_id bigint, slot int, read_on date, value_l bigint,
    revision int, use text, season text, is_active boolean, route_id bigint, diameter_mm int, turn_l bigint,
    hung_on date, serial text, before_on date, before_l bigint, used_l bigint, base_on date, offset_l bigint,
    run_periods int, run_days int, used_before boolean, recent_l float8, recent_days int, season_l float8,
    season_days int, like_l float8, estimate_l bigint, highest_l bigint, following_l bigint, following_offset_l bigint,
    has_turned boolean NOT NULL DEFAULT false
) ON COMMIT DELETE ROWS

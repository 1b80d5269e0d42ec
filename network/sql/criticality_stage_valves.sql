-- What the failure of each valve adds, while a run is written.
-- Index: none, it is read whole. Rows: one a working valve.
CREATE TEMPORARY TABLE staged_critical_valves (
    rank int, valve_id bigint, added_connections int, added_people int, added_length_m float8, total_connections int
) ON COMMIT DROP

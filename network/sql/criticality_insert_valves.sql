-- Writes the valves of a run, those taken away since its beginning aside.
-- Index: the valves' primary key. Rows: one a working valve.
INSERT INTO network_valvecriticality (
    run_id, rank, valve_id, added_connections, added_people, added_length_m, total_connections
)
SELECT %(run)s, c.rank, c.valve_id, c.added_connections, c.added_people, c.added_length_m, c.total_connections
FROM staged_critical_valves AS c
JOIN network_shutoffvalve AS v ON v.id = c.valve_id

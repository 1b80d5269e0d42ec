-- Writes the segments of a run with the lines of their pipes.
-- Index: the pipes' primary key. Rows: one a segment.
INSERT INTO network_segment (
    run_id, number, pipes, length_m, valves, connections, people,
    dry_pipes, dry_length_m, dry_connections, dry_people, geom
)
SELECT
    %(run)s, g.number, g.pipes, g.length_m, g.valves, g.connections, g.people,
    g.dry_pipes, g.dry_length_m, g.dry_connections, g.dry_people, lines.geom
FROM staged_segments AS g
JOIN (
    SELECT m.number, ST_Collect(p.geom) AS geom
    FROM staged_segment_pipes AS m
    JOIN network_pipe AS p ON p.id = m.pipe_id
    GROUP BY m.number
) AS lines ON lines.number = g.number

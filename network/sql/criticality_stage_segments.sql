-- What the loss of each segment costs, while a run is written.
-- Index: none, it is read whole. Rows: one a segment.
CREATE TEMPORARY TABLE staged_segments (
    number int, pipes int, length_m float8, valves int, connections int, people int,
    dry_pipes int, dry_length_m float8, dry_connections int, dry_people int
) ON COMMIT DROP

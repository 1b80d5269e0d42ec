-- The pipes of each segment, while a run is written.
-- Index: none, it is read whole. Rows: one a pipe.
CREATE TEMPORARY TABLE staged_segment_pipes (number int, pipe_id bigint) ON COMMIT DROP

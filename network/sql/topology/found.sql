-- Where a report gathers what its checks find, before the most of it is kept; a row may stand for more that its check found.
-- Index: none. Rows: none yet.
CREATE TEMPORARY TABLE topology_found (
  check_name text, object_kind text, object_id bigint, object_code text, figure float8, other_code text, geom geometry,
  stands_for bigint NOT NULL DEFAULT 1
) ON COMMIT DROP

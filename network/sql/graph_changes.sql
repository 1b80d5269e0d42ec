-- What of the network is news to who has seen a snapshot, as it stands for the asker, behind a row about the asker's own
-- snapshot. `graph_rows` stands for graph_rows.sql. A kind of -1 says that everything may have changed.
-- Index: network_change_xid, then the primary keys. Rows: one, and one an object that changed.
WITH news AS MATERIALIZED (
    SELECT DISTINCT
        array_position(ARRAY['node', 'pipe', 'pump', 'valve', 'shutoffvalve'], c.kind) - 1 AS kind, c.object_id
    FROM network_change AS c
    WHERE c.xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
      AND NOT pg_visible_in_snapshot(c.xid, %(seen)s::pg_snapshot)
)
SELECT
    pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NOT NULL,
    current_setting('transaction_isolation') = 'read committed',
    NULL::int, NULL::int8, NULL::int8, NULL::int8, NULL::int2, NULL::float8, false
UNION ALL
SELECT
    NULL, NULL, NULL, coalesce(news.kind, -1), news.object_id,
    r.a, r.b, r.flag, r.length_m, r.id IS NOT NULL
FROM news
LEFT JOIN LATERAL (
    SELECT found.id, found.a, found.b, found.flag, found.length_m
    FROM (graph_rows) AS found
    WHERE found.kind = news.kind AND found.id = news.object_id
    OFFSET 0
) AS r ON true

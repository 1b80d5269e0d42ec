-- The whole network for its graph in memory, an array a kind and column; `graph_rows` stands for graph_rows.sql.
-- Index: none, all tables are read. Rows: one a kind.
SELECT
    r.kind, array_agg(r.id), array_agg(r.a), array_agg(r.b), array_agg(r.flag), array_agg(r.length_m)
FROM (graph_rows) AS r
GROUP BY r.kind

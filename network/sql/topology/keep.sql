-- Keep the findings of a report, of each check no more than so many.
-- Index: none. Rows: none returned.
INSERT INTO network_topologyfinding (
  report_id, check_name, severity, object_kind, object_id, object_code, figure, other_code, geom
)
SELECT %(report)s, f.check_name, grade.severity, f.object_kind, f.object_id, f.object_code, f.figure,
  f.other_code, ST_SetSRID(f.geom, 2100)
FROM (
  SELECT *, row_number() OVER (PARTITION BY check_name ORDER BY abs(figure) DESC NULLS LAST, object_code, object_id) AS place
  FROM topology_found
) AS f
JOIN unnest(%(names)s::text[], %(severities)s::text[]) AS grade (check_name, severity) USING (check_name)
WHERE f.place <= %(most)s

-- Keep the findings of a report, of each check no more than so many, the largest figures first.
-- Index: none, what was found is read once a check that found something. Rows: none returned.
INSERT INTO network_topologyfinding (
  report_id, check_name, severity, object_kind, object_id, object_code, figure, other_code, geom
)
SELECT %(report)s, f.check_name, grade.severity, f.object_kind, f.object_id, f.object_code, f.figure,
  f.other_code, ST_SetSRID(f.geom, 2100)
FROM unnest(%(names)s::text[], %(severities)s::text[]) AS grade (check_name, severity)
CROSS JOIN LATERAL (
  SELECT * FROM topology_found AS found
  WHERE found.check_name = grade.check_name
  ORDER BY abs(found.figure) DESC NULLS LAST, found.object_id
  LIMIT %(most)s
) AS f

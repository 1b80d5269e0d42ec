-- New service lines, whole rows of JSON with their keys.
-- Index: primary key. Rows: none returned, as many written as are given.
INSERT INTO network_serviceline (
  id,
  system_id, code, pipe_id, pipe_fraction, geom, lifecycle, material_id, diameter_mm, laid_year, version
)
SELECT
  r.id,
  r.system_id, r.code, r.pipe_id, r.pipe_fraction, r.geom, r.lifecycle, r.material_id, r.diameter_mm,
  r.laid_year, r.version
FROM jsonb_populate_recordset(NULL::network_serviceline, %(service_new)s::jsonb) AS r

-- What is missing from pipes, or cannot be: all of it in one reading. A line of three corners crosses itself only by
-- turning back on itself, which is not looked for.
-- Index: none, all pipes are read once. Rows: one a pipe and fault.
SELECT fault.check_name, 'pipe', p.id, p.code, fault.figure, ''::text, ST_LineInterpolatePoint(p.geom, 0.5)
FROM network_pipe AS p
CROSS JOIN LATERAL (
  VALUES
    ('no_length', p.length_m < 0.05, p.length_m),
    ('short_pipe', p.length_m >= 0.05 AND p.length_m < 0.2, p.length_m),
    ('self_crossing', ST_NPoints(p.geom) > 3 AND NOT ST_IsSimple(p.geom), NULL),
    ('diameter_out_of_range', p.diameter_mm NOT BETWEEN 15 AND 4000, p.diameter_mm::float8),
    ('missing_material', p.material_id IS NULL, NULL),
    ('missing_year', p.laid_year IS NULL, NULL),
    ('year_out_of_range', p.laid_year NOT BETWEEN 1850 AND extract(year FROM now()), p.laid_year::float8),
    ('uphill_sewer', p.kind = 'gravity' AND p.slope < 0, p.slope),
    ('sewer_without_inverts', p.kind = 'gravity' AND (p.start_invert_m IS NULL OR p.end_invert_m IS NULL), NULL)
) AS fault (check_name, is_so, figure)
WHERE fault.is_so AND p.lifecycle <> 'abandoned' AND (%(system)s::bigint IS NULL OR p.system_id = %(system)s)
  -- Most pipes have no fault: they are left before their faults are spread out.
  AND (p.length_m < 0.2 OR p.material_id IS NULL OR p.laid_year IS NULL OR p.kind = 'gravity'
    OR p.diameter_mm NOT BETWEEN 15 AND 4000 OR p.laid_year NOT BETWEEN 1850 AND extract(year FROM now())
    OR (ST_NPoints(p.geom) > 3 AND NOT ST_IsSimple(p.geom)))

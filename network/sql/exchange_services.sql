-- Takes services of an imported file with all their columns, keys reserved beforehand.
-- Index: none is read; the table's own are written. Rows: one an object, up to a million.
COPY network_serviceline
  (system_id, code, pipe_id, pipe_fraction, geom, lifecycle, material_id, diameter_mm, laid_year)
FROM STDIN

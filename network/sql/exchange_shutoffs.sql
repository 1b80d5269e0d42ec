-- Takes shutoffs of an imported file with all their columns, keys reserved beforehand.
-- Index: none is read; the table's own are written. Rows: one an object, up to a million.
COPY network_shutoffvalve
  (system_id, code, pipe_id, at_end, offset_m, lifecycle, asset_type_id, diameter_mm, state, condition, turns,
   installed_year, last_worked_on, last_worked_by_id, remarks)
FROM STDIN

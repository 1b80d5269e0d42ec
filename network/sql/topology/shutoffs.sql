-- What is missing from shut-off valves, and which nobody has worked for five years.
-- Index: none, all valves are read once. Rows: one a valve and fault.
SELECT fault.check_name, 'shutoff', v.id, v.code, fault.figure, p.code, v.geom
FROM network_shutoffvalve AS v
JOIN network_pipe AS p ON p.id = v.pipe_id
CROSS JOIN LATERAL (
  VALUES
    ('valve_without_diameter', v.diameter_mm IS NULL, NULL::float8),
    ('valve_without_turns', v.turns IS NULL, NULL),
    ('valve_never_worked', v.last_worked_on IS NULL, NULL),
    ('valve_long_not_worked', v.last_worked_on < current_date - interval '5 years',
      (current_date - v.last_worked_on) / 365.25),
    ('valve_off_pipe_end', v.offset_m > p.length_m / 2, v.offset_m),
    ('valve_on_dead_pipe', v.lifecycle = 'in_service' AND p.lifecycle <> 'in_service', NULL)
) AS fault (check_name, is_so, figure)
WHERE fault.is_so AND v.lifecycle <> 'abandoned' AND (%(system)s::bigint IS NULL OR v.system_id = %(system)s)

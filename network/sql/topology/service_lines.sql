-- Service lines that begin off their pipe (half a metre), are longer than 100 m, or hang on a pipe out of service.
-- Index: primary key of pipes. Rows: one a line and fault.
SELECT fault.check_name, 'service', s.id, s.code, fault.figure, p.code, ST_StartPoint(s.geom)
FROM network_serviceline AS s
JOIN network_pipe AS p ON p.id = s.pipe_id
CROSS JOIN LATERAL (
  VALUES
    ('service_off_pipe', ST_Distance(ST_StartPoint(s.geom), ST_LineInterpolatePoint(p.geom, s.pipe_fraction)) > 0.5,
      ST_Distance(ST_StartPoint(s.geom), ST_LineInterpolatePoint(p.geom, s.pipe_fraction))),
    ('service_too_long', ST_Length(s.geom) > 100, ST_Length(s.geom)),
    ('service_on_dead_pipe', s.lifecycle = 'in_service' AND p.lifecycle <> 'in_service', NULL)
) AS fault (check_name, is_so, figure)
WHERE fault.is_so AND s.lifecycle <> 'abandoned' AND (%(system)s::bigint IS NULL OR s.system_id = %(system)s)

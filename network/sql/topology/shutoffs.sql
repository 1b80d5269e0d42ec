-- What is missing from shut-off valves, and which nobody has worked for five years. Often that is all of them: of each
-- check the most that a report keeps are yielded, the first of them standing for the rest too.
-- Index: none, all valves are read once, then their faults; primary keys of those that are yielded. Rows: one a valve and
-- fault.
WITH faulty AS MATERIALIZED (
  SELECT v.id,
    (v.diameter_mm IS NULL)::int
    + 2 * (v.turns IS NULL)::int
    + 4 * (v.last_worked_on IS NULL)::int
    + 8 * coalesce(v.last_worked_on < current_date - interval '5 years', false)::int
    + 16 * (v.offset_m > p.length_m / 2)::int
    + 32 * (v.lifecycle = 'in_service' AND p.lifecycle <> 'in_service')::int AS faults,
    (current_date - v.last_worked_on) / 365.25::float8 AS years, v.offset_m::float8 AS offset_m
  FROM network_shutoffvalve AS v
  JOIN network_pipe AS p ON p.id = v.pipe_id
  WHERE v.lifecycle <> 'abandoned' AND (%(system)s::bigint IS NULL OR v.system_id = %(system)s)
), counted AS MATERIALIZED (
  SELECT faults, count(*) AS valves FROM faulty GROUP BY faults
), kinds AS MATERIALIZED (
  SELECT kind.check_name, kind.fault, sum(counted.valves)::bigint AS valves
  FROM (
    VALUES ('valve_without_diameter', 1), ('valve_without_turns', 2), ('valve_never_worked', 4), ('valve_long_not_worked', 8),
      ('valve_off_pipe_end', 16), ('valve_on_dead_pipe', 32)
  ) AS kind (check_name, fault)
  JOIN counted ON counted.faults & kind.fault <> 0
  GROUP BY kind.check_name, kind.fault
)
SELECT kinds.check_name, 'shutoff', v.id, v.code, most.figure, p.code, v.geom,
  CASE WHEN most.place = 1 THEN kinds.valves - least(kinds.valves, %(most)s) + 1 ELSE 1 END
FROM kinds
CROSS JOIN LATERAL (
  SELECT worst.id, worst.figure, row_number() OVER () AS place
  FROM (
    SELECT faulty.id, CASE kinds.fault WHEN 8 THEN faulty.years WHEN 16 THEN faulty.offset_m END AS figure
    FROM faulty
    WHERE faulty.faults & kinds.fault <> 0
    ORDER BY 2 DESC NULLS LAST, 1
    LIMIT %(most)s
  ) AS worst
) AS most
JOIN network_shutoffvalve AS v ON v.id = most.id
JOIN network_pipe AS p ON p.id = v.pipe_id

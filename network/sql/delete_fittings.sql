-- Take away what stands on pipes: valves with their checks, service lines, inlets of zones.
-- Index: primary keys and those of what hangs on a valve. Rows: few.
WITH checks AS (
  DELETE FROM network_valvecheck WHERE valve_id = ANY(%(shutoff)s) OR id = ANY(%(check)s)
), ranks AS (
  DELETE FROM network_valvecriticality WHERE valve_id = ANY(%(shutoff)s)
), inlets AS (
  DELETE FROM network_zoneinlet WHERE id = ANY(%(inlet)s)
), services AS (
  DELETE FROM network_serviceline WHERE id = ANY(%(service)s)
)
DELETE FROM network_shutoffvalve WHERE id = ANY(%(shutoff)s)

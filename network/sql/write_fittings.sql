-- New and changed valves on pipes, service lines, inlets of zones and checks of valves.
-- Index: primary keys. Rows: none returned, as many written as are given (new rows whole, of changed ones what changed).
WITH new_shutoff AS (
  INSERT INTO network_shutoffvalve (
    id,
    system_id, code, pipe_id, at_end, offset_m, lifecycle, asset_type_id, diameter_mm, state, condition, turns,
    installed_year, last_worked_on, last_worked_by_id, remarks, version
  )
  SELECT
    r.id,
    r.system_id, r.code, r.pipe_id, r.at_end, r.offset_m, r.lifecycle, r.asset_type_id, r.diameter_mm, r.state,
    r.condition, r.turns, r.installed_year, r.last_worked_on, r.last_worked_by_id, r.remarks, r.version
  FROM jsonb_populate_recordset(NULL::network_shutoffvalve, %(shutoff_new)s::jsonb) AS r
), changed_shutoff AS (
  UPDATE network_shutoffvalve AS t SET (
    system_id, code, pipe_id, at_end, offset_m, lifecycle, asset_type_id, diameter_mm, state, condition, turns,
    installed_year, last_worked_on, last_worked_by_id, remarks
  ) = (
    SELECT
      r.system_id, r.code, r.pipe_id, r.at_end, r.offset_m, r.lifecycle, r.asset_type_id, r.diameter_mm,
      r.state, r.condition, r.turns, r.installed_year, r.last_worked_on, r.last_worked_by_id, r.remarks
    FROM jsonb_populate_record(t, g.patch) AS r
  )
  FROM jsonb_array_elements(%(shutoff_changed)s::jsonb) AS g (patch)
  WHERE t.id = (g.patch ->> 'id')::bigint
), new_service AS (
  INSERT INTO network_serviceline (
    id,
    system_id, code, pipe_id, pipe_fraction, geom, lifecycle, material_id, diameter_mm, laid_year, version
  )
  SELECT
    r.id,
    r.system_id, r.code, r.pipe_id, r.pipe_fraction, r.geom, r.lifecycle, r.material_id, r.diameter_mm,
    r.laid_year, r.version
  FROM jsonb_populate_recordset(NULL::network_serviceline, %(service_new)s::jsonb) AS r
), changed_service AS (
  UPDATE network_serviceline AS t SET (
    system_id, code, pipe_id, pipe_fraction, geom, lifecycle, material_id, diameter_mm, laid_year
  ) = (
    SELECT
      r.system_id, r.code, r.pipe_id, r.pipe_fraction, r.geom, r.lifecycle, r.material_id, r.diameter_mm,
      r.laid_year
    FROM jsonb_populate_record(t, g.patch) AS r
  )
  FROM jsonb_array_elements(%(service_changed)s::jsonb) AS g (patch)
  WHERE t.id = (g.patch ->> 'id')::bigint
), new_inlet AS (
  INSERT INTO network_zoneinlet (
    id,
    zone_id, node_id, pipe_id
  )
  SELECT
    r.id,
    r.zone_id, r.node_id, r.pipe_id
  FROM jsonb_populate_recordset(NULL::network_zoneinlet, %(inlet_new)s::jsonb) AS r
), changed_inlet AS (
  UPDATE network_zoneinlet AS t SET (
    zone_id, node_id, pipe_id
  ) = (
    SELECT
      r.zone_id, r.node_id, r.pipe_id
    FROM jsonb_populate_record(t, g.patch) AS r
  )
  FROM jsonb_array_elements(%(inlet_changed)s::jsonb) AS g (patch)
  WHERE t.id = (g.patch ->> 'id')::bigint
), new_check AS (
  INSERT INTO network_valvecheck (
    id,
    valve_id, request_key, checked_at, checked_by_id, turns, state, condition, position, accuracy_m, remarks
  )
  SELECT
    r.id,
    r.valve_id, r.request_key, r.checked_at, r.checked_by_id, r.turns, r.state, r.condition, r.position,
    r.accuracy_m, r.remarks
  FROM jsonb_populate_recordset(NULL::network_valvecheck, %(check_new)s::jsonb) AS r
)
SELECT 1

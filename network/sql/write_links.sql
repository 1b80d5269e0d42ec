-- New and changed nodes and links in one statement: the guards look when all of it is done.
-- Index: primary keys. Rows: none returned, as many written as are given (new rows whole, of changed ones what changed).
WITH new_node AS (
  INSERT INTO network_node (
    id,
    system_id, code, kind, geom, lifecycle, asset_type_id, station_id, elevation_m, invert_m, installed_year,
    remarks, version, demand_l_s, tank_diameter_m, tank_level_m, tank_min_level_m, tank_max_level_m
  )
  SELECT
    r.id,
    r.system_id, r.code, r.kind, r.geom, r.lifecycle, r.asset_type_id, r.station_id, r.elevation_m, r.invert_m,
    r.installed_year, r.remarks, r.version, r.demand_l_s, r.tank_diameter_m, r.tank_level_m,
    r.tank_min_level_m, r.tank_max_level_m
  FROM jsonb_populate_recordset(NULL::network_node, %(node_new)s::jsonb) AS r
), changed_node AS (
  UPDATE network_node AS t SET (
    system_id, code, kind, geom, lifecycle, asset_type_id, station_id, elevation_m, invert_m, installed_year,
    remarks, demand_l_s, tank_diameter_m, tank_level_m, tank_min_level_m, tank_max_level_m
  ) = (
    SELECT
      r.system_id, r.code, r.kind, r.geom, r.lifecycle, r.asset_type_id, r.station_id, r.elevation_m,
      r.invert_m, r.installed_year, r.remarks, r.demand_l_s, r.tank_diameter_m, r.tank_level_m,
      r.tank_min_level_m, r.tank_max_level_m
    FROM jsonb_populate_record(t, g.patch) AS r
  )
  FROM jsonb_array_elements(%(node_changed)s::jsonb) AS g (patch)
  WHERE t.id = (g.patch ->> 'id')::bigint
), new_pipe AS (
  INSERT INTO network_pipe (
    id,
    system_id, code, start_node_id, end_node_id, geom, model_length_m, diameter_mm, roughness, kind, lifecycle,
    material_id, laid_year, owner_id, depth_m, start_invert_m, end_invert_m, remarks, version, status,
    has_check_valve
  )
  SELECT
    r.id,
    r.system_id, r.code, r.start_node_id, r.end_node_id, r.geom, r.model_length_m, r.diameter_mm, r.roughness,
    r.kind, r.lifecycle, r.material_id, r.laid_year, r.owner_id, r.depth_m, r.start_invert_m, r.end_invert_m,
    r.remarks, r.version, r.status, r.has_check_valve
  FROM jsonb_populate_recordset(NULL::network_pipe, %(pipe_new)s::jsonb) AS r
), changed_pipe AS (
  UPDATE network_pipe AS t SET (
    system_id, code, start_node_id, end_node_id, geom, model_length_m, diameter_mm, roughness, kind, lifecycle,
    material_id, laid_year, owner_id, depth_m, start_invert_m, end_invert_m, remarks, status, has_check_valve
  ) = (
    SELECT
      r.system_id, r.code, r.start_node_id, r.end_node_id, r.geom, r.model_length_m, r.diameter_mm,
      r.roughness, r.kind, r.lifecycle, r.material_id, r.laid_year, r.owner_id, r.depth_m, r.start_invert_m,
      r.end_invert_m, r.remarks, r.status, r.has_check_valve
    FROM jsonb_populate_record(t, g.patch) AS r
  )
  FROM jsonb_array_elements(%(pipe_changed)s::jsonb) AS g (patch)
  WHERE t.id = (g.patch ->> 'id')::bigint
), new_pump AS (
  INSERT INTO network_pump (
    id,
    system_id, code, start_node_id, end_node_id, geom, power_kw, curve, speed, status, lifecycle, station_id,
    version
  )
  SELECT
    r.id,
    r.system_id, r.code, r.start_node_id, r.end_node_id, r.geom, r.power_kw, r.curve, r.speed, r.status,
    r.lifecycle, r.station_id, r.version
  FROM jsonb_populate_recordset(NULL::network_pump, %(pump_new)s::jsonb) AS r
), changed_pump AS (
  UPDATE network_pump AS t SET (
    system_id, code, start_node_id, end_node_id, geom, power_kw, curve, speed, status, lifecycle, station_id
  ) = (
    SELECT
      r.system_id, r.code, r.start_node_id, r.end_node_id, r.geom, r.power_kw, r.curve, r.speed, r.status,
      r.lifecycle, r.station_id
    FROM jsonb_populate_record(t, g.patch) AS r
  )
  FROM jsonb_array_elements(%(pump_changed)s::jsonb) AS g (patch)
  WHERE t.id = (g.patch ->> 'id')::bigint
), new_valve AS (
  INSERT INTO network_valve (
    id,
    system_id, code, start_node_id, end_node_id, geom, kind, diameter_mm, setting, curve, status, lifecycle,
    station_id, version
  )
  SELECT
    r.id,
    r.system_id, r.code, r.start_node_id, r.end_node_id, r.geom, r.kind, r.diameter_mm, r.setting, r.curve,
    r.status, r.lifecycle, r.station_id, r.version
  FROM jsonb_populate_recordset(NULL::network_valve, %(valve_new)s::jsonb) AS r
), changed_valve AS (
  UPDATE network_valve AS t SET (
    system_id, code, start_node_id, end_node_id, geom, kind, diameter_mm, setting, curve, status, lifecycle,
    station_id
  ) = (
    SELECT
      r.system_id, r.code, r.start_node_id, r.end_node_id, r.geom, r.kind, r.diameter_mm, r.setting, r.curve,
      r.status, r.lifecycle, r.station_id
    FROM jsonb_populate_record(t, g.patch) AS r
  )
  FROM jsonb_array_elements(%(valve_changed)s::jsonb) AS g (patch)
  WHERE t.id = (g.patch ->> 'id')::bigint
)
SELECT 1

-- New checks of valves, whole rows of JSON with their keys.
-- Index: primary key. Rows: none returned, as many written as are given.
INSERT INTO network_valvecheck (
  id,
  valve_id, request_key, checked_at, checked_by_id, turns, state, condition, position, accuracy_m, remarks
)
SELECT
  r.id,
  r.valve_id, r.request_key, r.checked_at, r.checked_by_id, r.turns, r.state, r.condition, r.position,
  r.accuracy_m, r.remarks
FROM jsonb_populate_recordset(NULL::network_valvecheck, %(check_new)s::jsonb) AS r

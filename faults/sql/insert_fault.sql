-- A fault that is new, with the report that made it known and the first line of its story: one way to the database
-- while others wait for the next number.
-- Index: fault_number_once and faults_report_request_key_key, which hold that each is there once. Rows: one of each.
WITH fault AS (
  INSERT INTO faults_fault (
    number, year, category, state, priority, geom, address, pipe_id, pipe_distance_m, created_at
  )
  VALUES (
    %(number)s, %(year)s, %(category)s, %(state)s, %(priority)s, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100),
    %(address)s, %(pipe_id)s, %(pipe_distance_m)s, %(created_at)s
  )
  RETURNING id
),
report AS (
  INSERT INTO faults_report (
    fault_id, token, request_key, reporter_id, connection_id, place_source, description, name, email, phone,
    language, created_at
  )
  SELECT
    fault.id, %(token)s, %(request_key)s, %(reporter_id)s, %(connection_id)s, %(place_source)s, %(description)s,
    %(name)s, %(email)s, %(phone)s, %(language)s, %(created_at)s
  FROM fault
  RETURNING id, fault_id
),
told AS (
  INSERT INTO faults_faultupdate (fault_id, state, text, is_public, created_by_id, created_at)
  SELECT fault.id, %(state)s, '', true, %(reporter_id)s::bigint, %(created_at)s::timestamptz
  FROM fault
)
SELECT report.fault_id, report.id FROM report

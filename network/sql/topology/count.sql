-- How many findings each check has.
-- Index: none. Rows: one a check that found something.
SELECT check_name, sum(stands_for)::bigint FROM topology_found GROUP BY check_name

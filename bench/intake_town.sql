-- Streets along every fourth pipe, a house number at every connection's own, and faults and cuts that are known already.
INSERT INTO network_street (id, name, settlement, search_key, geom)
SELECT n, 'Οδός ' || n, '', 'ΟΔΟΣ ' || n, ST_Multi(geom)
FROM (SELECT row_number() OVER (ORDER BY id) AS n, geom FROM network_pipe WHERE id %% 4 = 0) AS pipe;

INSERT INTO network_addresspoint (street_id, number, postcode, geom)
SELECT (SELECT s.id FROM network_street AS s ORDER BY s.geom <-> c.geom LIMIT 1), c.id::text, '38221', c.geom
FROM meters_connection AS c;

INSERT INTO faults_fault (number, year, category, state, priority, geom, address, created_at, closed_at)
SELECT n, 2025, (ARRAY['leak', 'no_water', 'quality', 'sewer', 'meter'])[1 + n %% 5],
       CASE WHEN n %% 5 = 0 THEN 'new' ELSE 'restored' END, 'normal', geom, address, '2025-06-01',
       CASE WHEN n %% 5 <> 0 THEN timestamptz '2025-06-02' END
FROM (SELECT row_number() OVER (ORDER BY md5(id::text)) AS n, geom, address FROM meters_connection) AS place
WHERE n <= %(faults)s;

INSERT INTO outages_outage (
    public_id, kind, state, title, reason, instructions, starts_at, ends_at, area_source, area_note, geom, revision,
    created_by_id, created_at, updated_at, approved_by_id, approved_at, pipe_ids
)
SELECT gen_random_uuid(), 'planned_cut', 'approved', 'Διακοπή ' || n, 'Έργα', '', now(), now() + interval '8 hours',
       'drawn', '', ST_Multi(ST_Buffer(geom, 150)), 0, %(user)s, now(), now(), %(user)s, now(), '{}'
FROM (SELECT row_number() OVER (ORDER BY md5('cut' || id)) AS n, geom FROM meters_connection) AS place
WHERE n <= %(cuts)s

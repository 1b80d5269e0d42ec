-- A reservoir for every forty thousand nodes or so, the first near the middle of the town.
UPDATE network_node SET kind = 'reservoir' WHERE id %% 40009 = (SELECT max(id) / 2 FROM network_node) %% 40009;

-- Four streets in five have valves, at some 55 ends of a hundred in all; a few are stuck, fewer closed.
INSERT INTO network_shutoffvalve (system_id, code, pipe_id, at_end, offset_m, geom, state, condition)
SELECT p.system_id, 'V' || p.id || CASE WHEN e.at_end THEN 'E' ELSE 'S' END, p.id, e.at_end, 1,
       ST_LineInterpolatePoint(p.geom, CASE WHEN e.at_end THEN 1 - 1 / p.length_m ELSE 1 / p.length_m END),
       CASE WHEN e.dice %% 100 = 7 THEN 'closed' ELSE 'open' END,
       CASE WHEN e.dice %% 50 = 3 THEN 'stuck' WHEN e.dice %% 200 = 11 THEN 'buried' ELSE 'working' END
FROM network_pipe AS p
CROSS JOIN LATERAL (
    SELECT at_end, abs(hashint8(p.id * 2 + at_end::int))::bigint AS dice FROM (VALUES (false), (true)) AS ends (at_end)
) AS e
WHERE abs(hashint8(p.start_node_id / 7)) %% 5 <> 0 AND e.dice / 200 %% 100 < 69
ORDER BY p.id, e.at_end

-- Where a reading is below the one before, say whether the register passed its end: only if what then ran is plausible,
-- and no later reading stands that was taken before it did. Every later line of the same stretch keeps the turn.
-- Index: none. Rows: the lines at and after a turn.
WITH averages AS (
    SELECT n.line, n.installation_id, n.base_on, n.read_on, n.turn_l, n.used_l + n.turn_l AS wrapped_l,
           n.read_on - n.before_on AS days, r.rollover_factor AS factor, r.rollover_floor_m3 * 1000 AS floor_l,
           r.rollover_alone_m3_day * 1000 AS alone_l,
           CASE WHEN n.recent_days >= %(least_days)s THEN n.recent_l END AS recent_l, n.recent_days,
           CASE WHEN n.season_days >= %(least_days)s THEN n.season_l END AS season_l, n.season_days, n.like_l
    FROM measured_readings AS n
    JOIN jsonb_to_recordset(%(rules)s::jsonb) AS r (
        use text, season text, rollover boolean, rollover_factor float8, rollover_floor_m3 float8, rollover_alone_m3_day float8
    ) USING (use, season)
    WHERE n.used_l < 0 AND r.rollover
        AND (n.following_offset_l IS NULL OR n.following_offset_l > n.offset_l)
), turns AS (
    SELECT * FROM averages
    WHERE wrapped_l <= floor_l
        OR wrapped_l::float8 * season_days <= factor * (season_l * days)
        OR wrapped_l::float8 * recent_days <= factor * (recent_l * days)
        OR wrapped_l <= factor * (like_l * days)
        OR (season_l IS NULL AND recent_l IS NULL AND like_l IS NULL AND wrapped_l <= alone_l * days)
), counted AS (
    SELECT n.line, count(*) AS turns, bool_or(t.line = n.line) AS has_turned
    FROM measured_readings AS n
    JOIN turns AS t ON t.installation_id = n.installation_id AND t.base_on IS NOT DISTINCT FROM n.base_on
        AND t.read_on <= n.read_on
    GROUP BY n.line
)
UPDATE measured_readings AS n
SET offset_l = n.offset_l + c.turns * n.turn_l, has_turned = c.has_turned,
    used_l = CASE WHEN c.has_turned THEN n.used_l + n.turn_l ELSE n.used_l END
FROM counted AS c WHERE c.line = n.line

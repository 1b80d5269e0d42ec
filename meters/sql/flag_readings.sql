-- Write the flags of the measured lines: one a rule that a reading falls under, with the figures that it saw.
-- Index: none; installation_one_meter for those who follow another meter. Rows: those under a rule.
WITH ruled AS (
    SELECT n.*, r.*, n.read_on - n.before_on AS days, n.value_l + n.offset_l AS total_l,
           n.recent_days >= %(least_days)s AS has_recent, n.season_days >= %(least_days)s AS has_season,
           n.diameter_mm * n.diameter_mm / 225.0::float8 AS size,
           n.used_l < 0 OR n.value_l + n.offset_l < n.highest_l AS is_reversed
    FROM measured_readings AS n
    JOIN jsonb_to_recordset(%(rules)s::jsonb) AS r (
        use text, season text, below_estimate boolean, zero boolean, zero_min_days float8, zero_floor_m3 float8,
        stopped boolean, stopped_periods float8, stopped_min_days float8, same_again boolean, same_again_max_days float8,
        same_again_floor_m3 float8, high boolean, high_factor float8, high_floor_m3_day float8, high_floor_m3 float8,
        high_alone_m3_day float8, high_cap_m3_day float8, low boolean, low_share float8, low_floor_m3_day float8,
        low_min_days float8, wrong_place boolean, wrong_place_metres float8, wrong_place_connection_metres float8,
        wrong_serial boolean, closed_connection boolean, closed_connection_floor_m3 float8, exchange boolean
    ) USING (use, season)
), held AS (
    -- What of a day's use is known: the same season last year first, then the recent months, else like meters.
    SELECT *,
        has_season IS TRUE OR has_recent IS TRUE OR like_l IS NOT NULL AS has_average,
        CASE WHEN has_season THEN season_l WHEN has_recent THEN recent_l ELSE like_l END AS expected_l,
        CASE WHEN has_season THEN season_days WHEN has_recent THEN recent_days ELSE 1 END AS expected_days,
        CASE WHEN has_season THEN 'last_year' WHEN has_recent THEN 'recent' WHEN like_l IS NOT NULL THEN 'like_meters' END AS by
    FROM ruled
), compared AS (
    SELECT *,
        (has_season IS NOT TRUE OR (used_l::float8 * season_days > high_factor * (season_l * days)
            AND used_l::float8 * season_days - season_l * days > high_floor_m3_day * 1000 * (days * season_days)
            AND used_l::float8 * season_days - season_l * days > high_floor_m3 * 1000 * season_days))
        AND (has_recent IS NOT TRUE OR (used_l::float8 * recent_days > high_factor * (recent_l * days)
            AND used_l::float8 * recent_days - recent_l * days > high_floor_m3_day * 1000 * (days * recent_days)
            AND used_l::float8 * recent_days - recent_l * days > high_floor_m3 * 1000 * recent_days))
        AND (like_l IS NULL OR (used_l > high_factor * (like_l * days)
            AND used_l - like_l * days > high_floor_m3_day * 1000 * days AND used_l - like_l * days > high_floor_m3 * 1000))
        AS is_above,
        (has_season IS NOT TRUE OR (used_l::float8 * season_days < low_share * (season_l * days)
            AND season_l * days - used_l::float8 * season_days > low_floor_m3_day * 1000 * (days * season_days)))
        AND (has_recent IS NOT TRUE OR (used_l::float8 * recent_days < low_share * (recent_l * days)
            AND recent_l * days - used_l::float8 * recent_days > low_floor_m3_day * 1000 * (days * recent_days)))
        AND (like_l IS NULL OR (used_l < low_share * (like_l * days) AND like_l * days - used_l > low_floor_m3_day * 1000 * days))
        AS is_below,
        used_l = 0 AND stopped AND used_before AND run_periods >= stopped_periods AND run_days >= stopped_min_days AS is_stopped,
        used_l = 0 AND zero AND days >= zero_min_days AND has_average
            AND expected_l * days >= zero_floor_m3 * 1000 * expected_days AS is_zero,
        used_l = 0 AND same_again AND days < same_again_max_days AND has_average
            AND expected_l * days >= same_again_floor_m3 * 1000 * expected_days AS is_same
    FROM held
), suspects AS (
    -- Most lines fall under no rule: they go no further.
    SELECT c.*, s.meter_serial AS told_serial, s.geom, s.accuracy_m,
           c.high AND c.used_l > 0 AND (c.used_l > c.high_cap_m3_day * 1000 * c.size * c.days OR CASE WHEN c.has_average
               THEN c.is_above ELSE c.used_l > c.high_alone_m3_day * 1000 * c.days END) AS is_high,
           c.low AND c.used_l > 0 AND c.days >= c.low_min_days AND c.has_average AND c.is_below AS is_low
    FROM compared AS c JOIN staged_readings AS s ON s.line = c.line
    WHERE c.has_turned OR c.is_reversed OR c.total_l <= c.estimate_l OR c.is_stopped OR c.is_zero OR c.is_same
        OR NOT c.is_active OR c.total_l > c.following_l OR s.geom IS NOT NULL OR s.meter_serial NOT IN ('', c.serial)
        OR (c.exchange AND c.before_on = c.hung_on)
        OR (c.low AND c.used_l > 0 AND c.days >= c.low_min_days AND c.has_average AND c.is_below)
        OR (c.high AND c.used_l > 0 AND (c.used_l > c.high_cap_m3_day * 1000 * c.size * c.days OR CASE WHEN c.has_average
            THEN c.is_above ELSE c.used_l > c.high_alone_m3_day * 1000 * c.days END))
), placed AS (
    SELECT c.*,
           CASE WHEN c.geom IS NOT NULL THEN ST_Distance(c.geom, coalesce(i.geom, p.geom))
               - coalesce(c.accuracy_m, 0) - coalesce(i.geom_accuracy_m, 0) END AS metres_off,
           i.geom IS NOT NULL AS has_own_place,
           CASE WHEN c.before_on = c.hung_on AND c.exchange THEN (
               SELECT EXISTS (
                   SELECT FROM meters_reading AS r
                   WHERE r.installation_id = o.id AND r.stands AND r.read_on = c.hung_on AND r.source <> 'estimate'
               )
               FROM meters_installation AS o
               WHERE o.connection_id = c.connection_id AND o.slot = c.slot AND upper(o.period) = c.hung_on LIMIT 1
           ) END AS removal_known
    FROM suspects AS c
    JOIN meters_installation AS i ON i.id = c.installation_id
    JOIN meters_connection AS p ON p.id = c.connection_id
), flagged AS (
    SELECT p.reading_id, v.code, f.facts, v.is_open
    FROM placed AS p
    CROSS JOIN LATERAL (VALUES
        ('rollover', has_turned, true, jsonb_build_object('before_m3', before_l / 1000.0, 'digits_m3', turn_l / 1000)),
        ('reversed', is_reversed, true, jsonb_build_object('before_m3', greatest(before_l, highest_l) / 1000.0)),
        ('below_estimate', below_estimate AND total_l < estimate_l AND is_reversed IS NOT TRUE, before_on IS NULL,
            jsonb_build_object('estimate_m3', estimate_l / 1000.0, 'before_m3', before_l / 1000.0)),
        ('stopped', is_stopped, true, jsonb_build_object('periods', run_periods, 'standing_days', run_days)),
        ('zero', is_zero AND is_stopped IS NOT TRUE, true, '{}'),
        ('same_again', (is_same AND is_stopped IS NOT TRUE AND is_zero IS NOT TRUE)
            OR (same_again AND total_l = estimate_l AND is_reversed IS NOT TRUE), true,
            jsonb_build_object('estimate_m3', estimate_l / 1000.0)),
        ('high', is_high, true, '{}'),
        ('low', is_low, true, '{}'),
        ('closed_connection', closed_connection AND NOT is_active AND used_l > closed_connection_floor_m3 * 1000, true, '{}'),
        ('out_of_order', total_l > following_l, true, jsonb_build_object('later_m3', following_l / 1000.0)),
        ('wrong_serial', wrong_serial AND told_serial <> '' AND told_serial <> serial, true,
            jsonb_build_object('told', told_serial, 'serial', serial)),
        ('wrong_place', wrong_place AND metres_off > CASE WHEN has_own_place THEN wrong_place_metres
            ELSE wrong_place_connection_metres END, true, jsonb_build_object('metres', round(metres_off::numeric, 0))),
        ('exchange', exchange AND removal_known IS NOT NULL, NOT removal_known, jsonb_build_object('exchanged_on', hung_on))
    ) AS v (code, holds, is_open, own)
    CROSS JOIN LATERAL (SELECT v.own || jsonb_strip_nulls(jsonb_build_object(
        'used_m3', used_l / 1000.0, 'days', days, 'by', by,
        'expected_m3', round((expected_l / expected_days * days / 1000)::numeric, 1)
    )) AS facts) AS f
    WHERE v.holds AND (%(may_add)s OR EXISTS (
        SELECT FROM meters_readingflag AS known WHERE known.reading_id = p.reading_id AND known.check_code = v.code
    ))
)
INSERT INTO meters_readingflag (reading_id, check_code, facts, state, decided_at, decision_note, created_at)
SELECT reading_id, code, facts, CASE WHEN is_open THEN 'open' ELSE 'accepted' END, CASE WHEN is_open THEN NULL ELSE now() END,
       '', now()
FROM flagged
-- A reading that is held anew keeps what was decided; of what is open the figures are the newest.
ON CONFLICT (reading_id, check_code) DO UPDATE
SET facts = CASE WHEN meters_readingflag.state = 'open' THEN excluded.facts ELSE meters_readingflag.facts END
RETURNING reading_id, check_code, state

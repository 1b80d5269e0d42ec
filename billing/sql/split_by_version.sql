-- The days of each bill under each approved tariff version, with their share of the consumption: the shares are
-- differences of rounded running sums, so they add up to the whole litre.
-- Index: none needed, tariffs are few. Rows: one a bill and version, nearly always one a bill.
CREATE TEMPORARY TABLE billing_run_part ON COMMIT DROP AS
SELECT connection_id, tariff_id, block_days, has_sewer, diameter_mm, is_several, all_days, days,
       row_number() OVER running - 1 AS place,
       sum(days) OVER whole AS covered_days,
       first_value(tariff_id) OVER (PARTITION BY connection_id ORDER BY starts DESC) AS last_tariff_id,
       round(consumption_m3 * sum(days) OVER running / all_days, 3)
           - round(consumption_m3 * (sum(days) OVER running - days) / all_days, 3) AS consumption_m3
FROM (
    SELECT pair.connection_id, pair.has_sewer, pair.diameter_mm, pair.is_several, pair.consumption_m3,
           tariff.id AS tariff_id, tariff.block_days,
           pair.period_to - pair.period_from AS all_days,
           lower(tariff.period) AS starts,
           least(pair.period_to, coalesce(upper(tariff.period), pair.period_to))
               - greatest(pair.period_from, lower(tariff.period)) AS days
    FROM billing_run_pair AS pair
    JOIN billing_tariff AS tariff ON tariff.use = pair.use AND tariff.state = 'approved'
        AND tariff.period && daterange(pair.period_from, pair.period_to)
    WHERE pair.reason IS NULL
) AS piece
WINDOW running AS (PARTITION BY connection_id ORDER BY starts), whole AS (PARTITION BY connection_id)

-- Leave out what the tariffs do not price: days without an approved version, meters wider than every step.
-- Index: none needed. Rows: usually none.
UPDATE billing_run_pair AS pair SET reason = CASE
    WHEN NOT EXISTS (
        SELECT FROM billing_run_part AS part
        WHERE part.connection_id = pair.connection_id AND part.covered_days = part.all_days
    ) THEN 'no_tariff' ELSE 'no_diameter_fee' END
WHERE pair.reason IS NULL AND (
    NOT EXISTS (
        SELECT FROM billing_run_part AS part
        WHERE part.connection_id = pair.connection_id AND part.covered_days = part.all_days
    ) OR pair.connection_id IN (
        SELECT part.connection_id
        FROM billing_run_part AS part
        JOIN (
            SELECT tariff_id, component_id, only_with_sewer, max(up_to_mm) AS widest_mm
            FROM billing_run_slot WHERE kind = 'fixed_by_diameter'
            GROUP BY tariff_id, component_id, only_with_sewer
        ) AS fee ON fee.tariff_id = part.tariff_id AND (part.has_sewer OR NOT fee.only_with_sewer)
        WHERE part.diameter_mm > coalesce(fee.widest_mm, 0)
    )
)

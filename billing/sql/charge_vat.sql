-- VAT once a rate on the sum of its lines, after all other lines, lowest rate first; a rate of 0 makes no line.
-- Index: none needed. Rows: one to three a bill.
INSERT INTO billing_run_charge
SELECT sums.connection_id, NULL, 30000 + row_number() OVER (PARTITION BY sums.connection_id ORDER BY vat_percent),
       'vat', NULL, NULL, value, vat_percent, days, days, round(value * vat_percent / 100, 2), vat_percent, NULL
FROM (
    SELECT connection_id, vat_percent, sum(amount) AS value
    FROM billing_run_charge
    WHERE vat_percent > 0
    GROUP BY connection_id, vat_percent
) AS sums
JOIN (SELECT connection_id, period_to - period_from AS days FROM billing_run_pair) AS pair USING (connection_id)

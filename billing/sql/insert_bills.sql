-- Drafts of the run from its charges; where the tariff charges nothing the bill is one of 0 €. What a VAT line was taken
-- of is the sum of its rate already, so only VAT lines and the lines without VAT are added up.
-- Index: bill_once_in_run, bill_reading_once refuse a second. Rows: one a connection billed.
INSERT INTO billing_bill (
    run_id, connection_id, party_id, installation_id, tariff_id, state, series_code, year, issue_date, due_date,
    previous_reading_id, current_reading_id, period_from, period_to, consumption_m3, brought_m3,
    carried_m3, net, vat, rf_code
)
SELECT run.id, pair.connection_id, pair.party_id, pair.installation_id, part.last_tariff_id, 'draft',
       run.series_code, extract(year FROM run.issue_date), run.issue_date, run.due_date,
       pair.previous_reading_id, pair.current_reading_id, pair.period_from, pair.period_to, pair.consumption_m3,
       pair.brought_m3, pair.carried_m3,
       coalesce(charged.net, 0), coalesce(charged.vat, 0), ''
FROM billing_billrun AS run
JOIN billing_run_pair AS pair ON pair.reason IS NULL
JOIN billing_run_part AS part ON part.connection_id = pair.connection_id AND part.place = 0
LEFT JOIN (
    SELECT connection_id,
           sum(CASE WHEN service = 'vat' THEN quantity ELSE amount END) AS net,
           sum(CASE WHEN service = 'vat' THEN amount END) AS vat
    FROM billing_run_charge
    WHERE service = 'vat' OR vat_percent = 0
    GROUP BY connection_id
) AS charged ON charged.connection_id = pair.connection_id
WHERE run.id = %(run_id)s

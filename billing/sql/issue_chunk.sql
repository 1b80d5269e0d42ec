-- Number the drafts of some routes in the order of the routes' codes and of each walk, give them their RF codes (ISO
-- 11649: check digits so that the number moved about is 1 mod 97), charge the payers, and return the sums of what was
-- charged by service.
-- Index: bill_once_in_run, bill_line_order_once. Rows: one a service.
WITH target AS (
    SELECT bill.id,
           %(first_number)s::bigint - 1
               + row_number() OVER (ORDER BY route.code, connection.route_position, connection.id) AS number
    FROM billing_bill AS bill
    JOIN meters_connection AS connection ON connection.id = bill.connection_id
    JOIN meters_route AS route ON route.id = connection.route_id
    WHERE bill.run_id = %(run_id)s AND bill.state = 'draft' AND bill.connection_id = ANY(%(connection_ids)s)
), coded AS (
    SELECT id, number, %(rf_prefix)s || lpad(number::text, 9, '0') AS body FROM target
), issued AS (
    UPDATE billing_bill AS bill
    SET state = 'issued', number = coded.number,
        rf_code = 'RF' || lpad((98 - (coded.body || '271500')::numeric %% 97)::text, 2, '0') || coded.body
    FROM coded
    WHERE bill.id = coded.id
    RETURNING bill.id, bill.party_id, bill.connection_id, bill.issue_date, bill.due_date, bill.net + bill.vat AS total
), charged AS (
    INSERT INTO billing_ledgerentry (party_id, connection_id, kind, bill_id, entry_date, due_date, amount)
    SELECT party_id, connection_id, 'bill', id, issue_date, due_date, total FROM issued
)
SELECT line.service, sum(line.amount)
FROM issued JOIN billing_billline AS line ON line.bill_id = issued.id
GROUP BY line.service

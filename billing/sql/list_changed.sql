-- Drafts of some connections, locked before, whose readings no longer stand or are held by a rule, and which reading.
-- Index: bill_once_in_run, the readings' primary key, bill_meter_order_once, reading_flag_holding. Rows: nearly always none.
WITH draft AS MATERIALIZED (
    SELECT bill.id, bill.connection_id, bill.previous_reading_id, bill.current_reading_id, bill.period_from,
           bill.period_to
    FROM unnest(%(connection_ids)s::bigint[]) AS asked (connection_id)
    CROSS JOIN LATERAL (
        SELECT * FROM billing_bill AS bill
        WHERE bill.run_id = %(run_id)s AND bill.connection_id = asked.connection_id AND bill.state = 'draft' OFFSET 0
    ) AS bill
), used AS (
    SELECT id, connection_id, previous_reading_id AS reading_id FROM draft
    UNION ALL
    SELECT id, connection_id, current_reading_id FROM draft
    UNION ALL
    SELECT draft.id, draft.connection_id, unnest(ARRAY[meter.first_reading_id, meter.last_reading_id])
    FROM draft JOIN billing_billreading AS meter ON meter.bill_id = draft.id
), held AS (
    SELECT draft.id, draft.connection_id, reading.id AS reading_id
    FROM meters_readingflag AS flag
    JOIN meters_reading AS reading ON reading.id = flag.reading_id AND reading.stands
    JOIN meters_installation AS hung ON hung.id = reading.installation_id
    JOIN draft ON draft.connection_id = hung.connection_id
    WHERE flag.state IN ('open', 'reread') AND reading.read_on <= draft.period_to
        AND (reading.read_on > draft.period_from OR reading.id = draft.previous_reading_id AND NOT EXISTS (
            SELECT FROM billing_bill AS before WHERE before.current_reading_id = reading.id
        ))
)
SELECT DISTINCT ON (id) id, connection_id, reading_id, reason
FROM (
    SELECT used.id, used.connection_id, used.reading_id, 'reading_changed' AS reason
    FROM used JOIN meters_reading AS reading ON reading.id = used.reading_id AND NOT reading.stands
    UNION ALL
    SELECT id, connection_id, reading_id, 'flagged' FROM held
) AS changed
ORDER BY id, reason DESC, reading_id

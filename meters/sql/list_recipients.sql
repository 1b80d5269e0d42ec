-- Whom to tell at the connections: today's payer, by e-mail, else by SMS, unless consent was withdrawn.
-- Index: liability_one_payer_at_a_time (GiST), contact_once, consent_one_standing. Rows: at most one a connection.
SELECT c.id, p.id, p.language, k.channel, k.value, c.address, c.supply_number
FROM meters_connection AS c
JOIN meters_liability AS l ON l.connection_id = c.id AND l.role = 'payer' AND l.period @> %(day)s::date
JOIN parties_party AS p ON p.id = l.party_id
CROSS JOIN LATERAL (
    SELECT CASE t.kind WHEN 'email' THEN 'email' ELSE 'sms' END AS channel, t.value
    FROM parties_contact AS t
    WHERE t.party_id = p.id AND t.kind IN ('email', 'mobile')
      AND NOT EXISTS (
          SELECT FROM parties_consent AS w
          WHERE w.party_id = p.id AND w.purpose = %(purpose)s AND w.channel = t.kind AND w.withdrawn_at IS NOT NULL
            AND NOT EXISTS (
                SELECT FROM parties_consent AS g
                WHERE g.party_id = p.id AND g.purpose = w.purpose AND g.channel = w.channel
                  AND g.withdrawn_at IS NULL
            )
      )
    ORDER BY t.kind, t.is_preferred DESC, t.id
    LIMIT 1
) AS k
WHERE c.id = ANY(%(connection_ids)s)
ORDER BY c.id

-- Close the open flags of readings that were held anew and no longer fall under the rule.
-- Index: reading_flag_holding. Rows: the flags closed.
UPDATE meters_readingflag AS f
SET state = 'accepted', decided_at = now(), decided_by_id = %(user_id)s, decision_note = %(note)s
WHERE f.reading_id = ANY (%(reading_ids)s) AND f.state = 'open'
    AND (f.reading_id, f.check_code) NOT IN (SELECT * FROM unnest(%(raised_ids)s::bigint[], %(raised_codes)s::text[]))

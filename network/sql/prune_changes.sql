-- Forget news of the network that every reader has heard or does without.
-- Index: network_change_made_at (BRIN). Rows: none returned.
DELETE FROM network_change WHERE made_at < now() - make_interval(secs => 3600 * %(hours)s)

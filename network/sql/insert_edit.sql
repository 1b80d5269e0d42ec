-- One act of one person, for those who want to know and to undo it.
-- Index: none needed. Rows: one.
INSERT INTO network_networkedit (actor_id, made_at, kind, summary, before, after, geom)
VALUES (
  %(actor)s, now(), %(kind)s, %(summary)s, %(before)s::jsonb, %(after)s::jsonb,
  ST_SetSRID(%(geom)s::geometry, 2100)
)
RETURNING id

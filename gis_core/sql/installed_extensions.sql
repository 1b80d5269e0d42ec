-- The extensions of this database and their versions, for doctor.
-- Index: none needed. Rows: one an extension, about ten.
SELECT extname, extversion FROM pg_extension

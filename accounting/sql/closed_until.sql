-- Return until which day the books are closed, or NULL; holds them as they are until the transaction ends.
-- The database's own function: the trigger on the journal asks the same one. Index: primary key of
-- accounting_periodclosing, read from its end. Rows: one.
SELECT accounting_hold_closed_until()

"""Set-based statements of notifications: one .sql file and one function each."""

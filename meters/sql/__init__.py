"""Set-based statements of meters: one .sql file and one function each."""

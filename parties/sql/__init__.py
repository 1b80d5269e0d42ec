"""Set-based statements of parties: one .sql file and one function each."""

"""Set-based statements of billing: one .sql file and one function each."""

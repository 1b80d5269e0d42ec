"""Set-based statements of the network: one .sql file and one function each."""

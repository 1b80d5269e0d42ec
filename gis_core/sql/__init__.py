"""Set-based statements of the kernel: one .sql file and one function each."""

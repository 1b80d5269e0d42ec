"""Set-based statements of faults."""

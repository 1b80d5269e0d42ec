"""Set-based statements of cuts and works."""

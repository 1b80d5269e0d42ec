"""Arithmetic of bills in plain Python: the reference that the set-based SQL is held to."""

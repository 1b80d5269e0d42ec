"""Writes, one module per topic."""

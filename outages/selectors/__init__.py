"""Reads of cuts and works, one module per topic."""

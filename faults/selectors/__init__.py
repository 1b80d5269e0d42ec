"""Reads, one module per topic."""

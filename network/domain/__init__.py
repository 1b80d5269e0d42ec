"""Arithmetic and reading of the network, in plain Python."""

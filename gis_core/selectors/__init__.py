"""Reads of the kernel, one module per topic."""

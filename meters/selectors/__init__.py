"""Reads of connections, meters and readings."""

"""Connections and readings for machines."""

"""Cuts and works for machines."""

"""Reads of the consumers' site."""

"""Reads of the register of parties."""

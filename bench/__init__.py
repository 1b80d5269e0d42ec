"""Benchmarks: each piece of work beside its limit and a peer, one JSON line a row."""

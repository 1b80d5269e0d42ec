"""The demonstration town Θαλασσινό: made from a seed, loaded through the services a utility would use."""

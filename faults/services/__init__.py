"""Acts on faults, one module per topic."""

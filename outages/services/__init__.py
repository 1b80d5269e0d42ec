"""Acts on cuts and works, one module per topic."""

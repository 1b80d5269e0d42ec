"""Acts on connections, meters and readings."""

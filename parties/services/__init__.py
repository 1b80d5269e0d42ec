"""Acts on the register of parties."""

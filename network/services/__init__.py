"""Acts upon the network."""

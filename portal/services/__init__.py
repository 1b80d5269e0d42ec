"""Acts of the consumers' site."""

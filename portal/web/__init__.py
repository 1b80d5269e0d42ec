"""Pages of the consumers' site."""

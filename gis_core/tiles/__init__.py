"""Map layers and the vector tiles that show them."""

"""Bills, payments and tariffs for machines."""

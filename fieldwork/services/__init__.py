"""Acts on tasks and crews."""

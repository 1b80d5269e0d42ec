"""Acts of the kernel."""

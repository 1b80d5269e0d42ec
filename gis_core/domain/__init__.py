"""Plain Python of the kernel."""

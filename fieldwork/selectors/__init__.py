"""Questions about tasks and crews."""

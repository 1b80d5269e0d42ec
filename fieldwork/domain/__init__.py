"""Rules of tasks in plain Python."""

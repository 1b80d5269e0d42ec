"""Rules of announcements in plain Python."""

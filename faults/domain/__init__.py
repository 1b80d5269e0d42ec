"""Rules of faults in plain Python."""

"""Pages of faults: the public's and the office's."""

"""Pages of cuts and works: the public's and the office's."""

"""Pages of the path, one file per subject."""

"""Pages of learning, one file per family."""

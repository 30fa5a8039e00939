"""Forms of learning, one file per family of pages."""

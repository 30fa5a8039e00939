"""Views of changes, one file per family of pages."""

"""Views of the accompanist's pages, one file per subject."""

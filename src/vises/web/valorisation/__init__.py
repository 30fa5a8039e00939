"""Stories, their publication, the thread."""

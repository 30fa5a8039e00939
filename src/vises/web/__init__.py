"""Pages: one folder per area. They call services and queries, never models."""

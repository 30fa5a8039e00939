"""Forms of a programme."""

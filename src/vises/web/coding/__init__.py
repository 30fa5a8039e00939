"""Passages marked and named in texts."""

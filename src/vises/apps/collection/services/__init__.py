"""Writes of collection, one file per subject."""

"""Reads of collection, one file per subject."""

"""Writes of learning, one file per subject."""

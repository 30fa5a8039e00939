"""Reads of a journey, one file per subject."""

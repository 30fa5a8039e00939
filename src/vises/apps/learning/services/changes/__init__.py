"""Writes of proposals to change the method, one file per subject."""

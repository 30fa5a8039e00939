"""Reads of findings: the list, one finding with its ground, restitutions, improvements that come back."""

"""Organisations, how they belong together, a federation that comes in, and what trains its people."""

"""Reads of learning, one file per page or family of pages."""

"""Signing in, one's account, the demonstration's doors."""

"""Findings, restitution, decisions to improve."""

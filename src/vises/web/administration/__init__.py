"""Keeping the installation: programmes, federations, enterprises on their own, failed jobs."""

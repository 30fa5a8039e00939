"""Analyse answers to an XLSForm, without a server."""

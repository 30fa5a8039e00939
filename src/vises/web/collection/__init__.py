"""Answering, receipts, documents, records, imports."""

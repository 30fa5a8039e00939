"""The nouns: tables, rules, services, queries. Imports go down only (ARCHITECTURE.md)."""

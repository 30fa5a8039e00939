"""Django-aware plumbing that knows no journey."""

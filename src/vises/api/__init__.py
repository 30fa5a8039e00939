"""What programs of others speak with: each protocol in a room of its own. It draws no pages."""

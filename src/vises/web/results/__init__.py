"""Each question's results."""

"""Giving meaning together: the joint display, sessions of interpretation, what is printed for them."""

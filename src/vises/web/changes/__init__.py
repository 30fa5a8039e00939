"""How the method changes: proposals and their consultation, and journeys that move to another version."""

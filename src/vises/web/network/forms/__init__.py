"""Forms of the network."""

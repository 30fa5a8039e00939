"""Commands, demonstration, health, benchmarks' entry points."""

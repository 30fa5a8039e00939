"""Numbers for small groups: estimates, summaries, disclosure, charts. Tables in, results out; no Django."""

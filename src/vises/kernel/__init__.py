"""What every floor may use: ids, the clock, languages, problems. Standard library only."""

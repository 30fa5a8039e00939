"""`vises check`: whether a questionnaire is sound."""

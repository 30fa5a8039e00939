"""The designer of questionnaires: question by question, for people who never saw a spreadsheet."""

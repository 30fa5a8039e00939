"""What accompanists work with across enterprises: caseload, own time, own notes, calendar, hand-over."""

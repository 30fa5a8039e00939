"""The enterprise's path: preliminary step, portrait, stakeholders, sessions."""

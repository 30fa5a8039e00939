"""The programme: every enterprise is one dot."""

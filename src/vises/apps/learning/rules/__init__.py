"""Pure rules of learning, one file per subject."""

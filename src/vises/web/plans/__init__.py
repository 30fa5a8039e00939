"""The evaluation plan and its instruments."""

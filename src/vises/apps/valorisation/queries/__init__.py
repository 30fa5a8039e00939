"""Reads of stories: the editor, the thread at both depths, what is public, the library."""

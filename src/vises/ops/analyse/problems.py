"""What a person can mend in what they gave the command, in words that say what to do."""


class BadInput(Exception):
    """The message is already in the person's language."""

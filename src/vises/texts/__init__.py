"""Words of people, in files of others: conversations in, names found, themes and passages exchanged.

Pure: no Django, no network, and no files but those handed over. What cannot be read is a `kernel.Problem` with a
code and parameters, worded by `platform.wording.texts`.
"""

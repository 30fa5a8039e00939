"""OpenRosa 1.0: ODK Collect and other clients fetch the form of a round and send answers, behind a key."""

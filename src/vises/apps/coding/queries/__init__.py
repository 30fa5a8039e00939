"""Reads of coding: the codebook with its counts, a text with its passages, what consent covers."""

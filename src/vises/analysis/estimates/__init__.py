"""Estimates with intervals for small groups; tests are secondary. One file per subject."""

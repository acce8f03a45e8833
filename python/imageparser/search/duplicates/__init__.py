"""Duplicates: which pictures are there more than once, and which of each group is to be kept."""

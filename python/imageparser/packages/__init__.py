"""Packages: what a library knows of pictures, in one file, out of one library and into another."""

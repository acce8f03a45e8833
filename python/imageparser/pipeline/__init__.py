"""Folders in, searchable pictures out: the phases and the runner that takes files through them."""

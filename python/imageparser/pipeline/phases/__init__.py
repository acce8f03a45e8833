"""One module for each phase, each with its `PHASE`."""

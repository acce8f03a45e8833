"""XMP packets: read, changed in the few fields that are ours, and written back with everything else in them."""

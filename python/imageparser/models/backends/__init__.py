"""The engines behind the protocol; a catalogue entry names one of them."""

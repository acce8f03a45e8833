"""Everything that knows a neural network; the rest of the program sees only `protocol` and `lifecycle.Models`."""

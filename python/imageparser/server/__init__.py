"""The page on this machine's loopback address: type a query, see pictures."""

"""The axes of the search; each ranks the candidates by one kind of evidence."""

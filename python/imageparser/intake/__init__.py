"""The first steps that an index run and a scan of the tag archive share: the walk, and the reading of prompts."""

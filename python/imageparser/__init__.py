"""Find any picture in a huge private archive."""

"""What the user says of pictures, to and from files that other programs read."""

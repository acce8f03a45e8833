"""Operations over JSON Lines: the same table of operations for other programs, the command line and Python."""

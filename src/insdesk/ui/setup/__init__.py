"""Setting the desk up (J9), looking at it (S23), and INSi that comes back (J10)."""

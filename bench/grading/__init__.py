"""How fast a class is graded, and what hand-ins of every kind do to it."""

"""How fast and how well the lessons train."""

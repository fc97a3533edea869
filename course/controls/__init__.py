"""Who tampers with the marking is noticed: graded cells run against answers whose marks are known."""

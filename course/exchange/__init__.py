"""What comes in and goes out: downloads of Moodle and Canvas, late penalties, feedback, tables of marks."""

"""Measurements: ``make bench`` runs them all and saves their tables in ``bench/results``."""

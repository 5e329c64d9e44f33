"""Scores of records against gold, whatever the form of the gold."""

"""Recorded cases: answers of real models kept beside their articles, and what was accepted."""

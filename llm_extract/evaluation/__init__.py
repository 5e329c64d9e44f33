"""Records against records: differences between two runs, and scores against gold."""

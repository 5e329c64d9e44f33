"""The HTML a person reads: self-contained pages without scripts from elsewhere."""

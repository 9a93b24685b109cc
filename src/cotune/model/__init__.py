"""The nouns: frozen types of every seam, and the fold of the log that people and agents see."""

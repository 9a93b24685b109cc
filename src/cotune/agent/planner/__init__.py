"""The built-in planner: reads a goal by rules, in four languages; where none is sure, by a small sentence encoder."""

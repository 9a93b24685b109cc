"""The built-in planner: reads a goal by rules, in four languages, without any model."""

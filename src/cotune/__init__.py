"""cotune: human-in-the-loop AutoML inside JupyterLab."""

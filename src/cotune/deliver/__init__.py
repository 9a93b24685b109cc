"""What comes out of a search: the blend, the refit, the score on sealed rows, the export. Runs in workers."""

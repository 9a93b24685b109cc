"""`python -m cotune.cli`: the command where no script folder is on the path."""

from cotune.cli.entry import main

main()

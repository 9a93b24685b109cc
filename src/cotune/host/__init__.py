"""The study's process: its loop and inbox, the facts for policy, and carrying out what was permitted."""

"""What can be done at an event: each action reads, asks the rules, and records, in one transaction."""

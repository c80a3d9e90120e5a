"""sales-scorecards."""

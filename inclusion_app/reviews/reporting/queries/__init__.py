"""What pages and services ask about reports."""

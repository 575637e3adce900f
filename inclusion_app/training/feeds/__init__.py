"""Calendar feeds: private addresses that calendars fetch again and again."""

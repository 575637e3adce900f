"""The visit: its days, the calendars it stands in, its preparation and timetable, and stopping for safeguarding."""

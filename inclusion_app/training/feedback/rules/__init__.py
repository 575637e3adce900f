"""Rules of feedback: when it is asked for and answered, and which figures may be shown."""

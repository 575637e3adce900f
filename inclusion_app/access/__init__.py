"""Who may do what: the one place for permissions."""

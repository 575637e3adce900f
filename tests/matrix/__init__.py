"""Every route, method and person: who gets in, who does not, and what stays as it was."""

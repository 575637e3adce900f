"""Rules of shortlists, enquiries, uses and hints."""

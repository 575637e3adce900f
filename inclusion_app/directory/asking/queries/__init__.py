"""What is asked of shortlists, enquiries, uses and hints."""

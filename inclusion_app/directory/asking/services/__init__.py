"""What is done with shortlists, enquiries, uses and hints."""

"""What changes frameworks and agreements."""

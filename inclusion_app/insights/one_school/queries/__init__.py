"""What the page of one school shows; each part in a fixed number of statements."""

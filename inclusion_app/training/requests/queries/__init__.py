"""What is read of requests, applications and interest."""

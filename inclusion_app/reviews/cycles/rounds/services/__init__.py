"""What changes cycles."""

"""What tests stand on is tested too."""

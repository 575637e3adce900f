"""What tests stand on: databases, a visitor, a server, a browser."""

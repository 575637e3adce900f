"""The directory of the demonstration: providers, and offers in every state they can be in."""

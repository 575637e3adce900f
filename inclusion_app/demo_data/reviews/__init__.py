"""Reviews of the demonstration county, each brought on by its own people."""

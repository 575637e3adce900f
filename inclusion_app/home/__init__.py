"""The first page of each role, the way around, and the pages every council service has."""

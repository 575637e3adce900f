"""A whole fictitious county, made through the services, so that it is legal by construction."""

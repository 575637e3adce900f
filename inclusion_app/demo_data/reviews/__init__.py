"""Reviews of the demonstration: each brought from stage to stage through the services, as its people would."""

"""Time around both changes of the clock, in whatever zone the machine is set to."""

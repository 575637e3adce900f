"""How quick the service is, told against a baseline of the same run: one machine's times mean little by themselves."""

"""Teams of reviews: who is asked, what they declare, what the school objects to, and who steps in."""

"""Offers from elsewhere: a file is looked at, what it comes to is shown, and all of it is taken over or nothing."""

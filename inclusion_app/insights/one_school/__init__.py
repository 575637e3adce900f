"""One school on one page: its reviews, training, support and actions, and what to ask next."""

"""What a late cancellation or an absence costs: kept for the council's own invoicing, no payment is taken."""

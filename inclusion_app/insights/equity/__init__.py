"""Whether those with the most need are reached the most: need from national figures, against engagement."""

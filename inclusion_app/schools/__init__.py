"""Schools as the national register knows them, their groupings, terms and bank holidays."""

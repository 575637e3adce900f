"""What holds for matching: which candidates are looked at, what each pairing costs, and how both are said in words."""

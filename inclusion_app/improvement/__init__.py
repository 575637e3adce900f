"""What follows from reviews: the workshop, the plan, the follow-up, evaluations, and accreditation."""

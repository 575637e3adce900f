"""What follows from reviews: the workshop, the plan with its actions, the follow-up, the evaluation, and accreditation."""

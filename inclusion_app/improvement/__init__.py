"""What follows a review: the workshop, the plan with its actions, the impact review, and the evaluation."""

"""The report of a review: consolidation, moderation, draft, factual points, response, and the final version."""

"""Reviewers: who may review, where and when they can; kept by the office and by themselves."""

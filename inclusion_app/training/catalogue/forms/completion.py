"""What completes a course or a run, as people choose and read it."""

COMPLETION = {
    "all": "Attend every session",
    "most": "Attend all but one session",
    "half": "Attend at least half of the sessions",
    "minutes:80": "Be there for at least 80% of the time",
}
RUN_COMPLETION = {"": "As the course says"} | COMPLETION


def completion_words(rule: str) -> str:
    """A rule in words; one that nobody has words for stands as it is."""
    kind, _, number = rule.partition(":")
    if kind == "sessions":
        return f"Attend at least {number} {'session' if number == '1' else 'sessions'}"
    if kind == "minutes":
        return f"Be there for at least {number}% of the time"
    return COMPLETION.get(rule, rule)

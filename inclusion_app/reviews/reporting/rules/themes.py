"""Short themes that leads give their reports, so that the programme sees patterns and no text (domain.md 1.6)."""

OTHER = "other"
THEMES: dict[str, str] = {
    "leaders-choices": "Leaders’ choices and priorities",
    "governors": "Governors’ oversight",
    "exclusion": "Informal exclusion and part-time timetables",
    "adapting-lessons": "Adapting ordinary lessons",
    "support-staff": "How support staff are used",
    "curriculum-access": "Access to the whole curriculum",
    "early-identification": "Noticing needs early",
    "transition": "Moves between classes and schools",
    "funding": "Spending and whether it is worth it",
    "spaces": "Rooms, noise and routines",
    "core-standards": "Mainstream core standards",
    "pupil-voice": "Pupils’ say",
    "families": "Trust of families",
    "plans": "Plans that are kept alive",
    "checking-impact": "Checking what works",
    "attendance": "Attendance and suspension",
    "staff-confidence": "Staff’s confidence",
    "training": "Training and what follows from it",
    "speech-language": "Speech, language and communication",
    "autism": "Autism",
    "mental-health": "Social, emotional and mental health",
    "belonging": "Belonging and friendships",
    "adulthood": "Preparing for what comes next",
    "working-together": "Working with other schools and services",
    OTHER: "Something else, in your own words",
}


def theme_label(code: str, words: str = "") -> str:
    """What a theme is called; own words where it has them."""
    return words or THEMES.get(code, code)

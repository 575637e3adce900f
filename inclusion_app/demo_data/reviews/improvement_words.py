"""What is written in workshops, plans and follow-ups of the demonstration, by code of the framework's areas."""

PRIORITIES = {
    "leading": "Every leader can say what the budget does for pupils with SEND.",
    "teaching": "In every lesson, each pupil can start without waiting for an adult.",
    "noticing-need": "A worry about a pupil is looked at together within two weeks.",
    "resources": "Support staff know what they are for in each lesson.",
    "partnership": "Families who have lost trust are heard first, not last.",
    "checking": "Support that does not help is stopped, and something else is tried.",
    "staff-confidence": "Lunchtime and office staff are part of every training day.",
    "belonging": "Clubs and trips are planned with those who usually miss them.",
}
ACTIONS = {
    "leading": (
        "Put inclusion first on the agenda of leaders’ meetings, with one decision on money or time each fortnight.",
        "Minutes of two terms show a decision at each meeting, and governors have asked about three of them.",
    ),
    "teaching": (
        "Plan the first five minutes of each lesson so that every pupil can begin alone.",
        "In a walk through twelve lessons, every pupil has begun within five minutes in at least ten of them.",
    ),
    "noticing-need": (
        "Hold a half-hour meeting each Monday on new worries, with the class teacher and whoever knows the family.",
        "No worry waits longer than ten school days; the log of two terms says so.",
    ),
    "resources": (
        "Agree with each member of support staff what they do in the lesson, in writing, with the teacher.",
        "Ten of twelve support staff say that they know what they are for; half did in the autumn.",
    ),
    "partnership": (
        "Invite six families who rarely come, one by one, and change one thing that they name.",
        "The six families say what has changed; four of them come to the next review of their child’s plan.",
    ),
    "checking": (
        "Look at every extra support after ten weeks: go on, change or stop.",
        "A page for each support says what it was for, what happened, and what was decided.",
    ),
    "staff-confidence": (
        "Open every training day with an hour for all staff, lunchtime and office included.",
        "All staff have been to three of four hours; their confidence has risen by one point of five.",
    ),
    "belonging": (
        "Ask pupils with SEND which club they would come to, and open it at a time that their transport allows.",
        "As many pupils with SEND as others go to a club at least once a fortnight.",
    ),
}
ATTENDED = "Headteacher\nSENCO\nDeputy headteacher\nTwo class teachers\nSEND governor"
EVIDENCE = (
    "Minutes and two walks through lessons in May; governors have seen both.",
    "Begun in half of the year groups. The others follow in September.",
    "Put off: the member of staff who led it has left, and a successor begins in the autumn.",
)
LEARNED = (
    "How another school makes ordinary lessons work for nearly everybody.",
    "To ask pupils first.",
    "That our own forms were longer than they need to be.",
    "",
)
BETTER = ("A date earlier in the year.", "More time with pupils on the day.", "")

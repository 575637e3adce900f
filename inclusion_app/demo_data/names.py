"""Invented names of places, schools, trusts and people. Nobody and nowhere real."""

from random import Random

DISTRICTS = (
    "Ashmere", "Brackenvale", "Copperfold", "Dunmarsh", "Eastholt", "Fairhaven",
    "Greenstow", "Harrowdown", "Isleworth Reach", "Kingsmoor", "Lowerdale", "Millbrook Hundred",
)  # fmt: skip
PLACE_BEGINNINGS = (
    "Ald", "Apple", "Ash", "Barn", "Beck", "Birch", "Black", "Bram", "Broad", "Cold", "Cran", "Dane", "Deer", "Elm",
    "Fen", "Fern", "Frog", "Gold", "Hartle", "Hazel", "Heron", "Hop", "Horse", "Iron", "Kestrel", "Lark", "Linden",
    "Long", "Maple", "Marl", "Nettle", "North", "Oak", "Orchard", "Otter", "Pear", "Plum", "Quarry", "Raven", "Reed",
    "Rook", "Shep", "Stone", "Swan", "Thorn", "Under", "Wax", "Wheat", "Whit", "Wood", "Wren", "Yew",
)  # fmt: skip
PLACE_ENDINGS = (
    "bourne", "bridge", "bury", "combe", "croft", "den", "field", "ford", "gate", "grove", "ham", "hanger", "hill",
    "hurst", "ley", "mead", "mere", "stead", "stow", "wick", "worth",
)  # fmt: skip
SAINTS = ("St Aldhild's", "St Brannoc's", "St Cuthwin's", "St Désirée's", "St Edda's", "Holy Beacon", "Our Lady's")
TRUST_WORDS = (
    "Alder", "Beacon", "Compass", "Downland", "Evergreen", "Four Winds", "Greenway", "Harbour", "Inspire", "Juniper",
    "Keystone", "Lighthouse", "Meridian", "Northstar", "Orchard", "Pathways", "Quercus", "Riverside", "Skylark",
    "Tides", "Unity", "Viaduct", "Weald View", "Yeoman",
)  # fmt: skip
FIRST = (
    "Aisha", "Alan", "Amara", "Amy", "Anil", "Bethan", "Carys", "Chidi", "Daniel", "Daphne", "Dawn", "Élodie", "Emma",
    "Farouk", "Fiona", "Gareth", "Grace", "Harpreet", "Helen", "Imogen", "Ines", "Jamal", "Joanna", "José", "Karen",
    "Kwame", "Lena", "Liam", "Maeve", "Marcus", "Mei", "Nadia", "Niamh", "Oluwaseun", "Olivia", "Patrick", "Priya",
    "Rachel", "Rhys", "Rosa", "Samir", "Siân", "Sophie", "Tariq", "Tomasz", "Uma", "Victoria", "Wendy", "Yusuf", "Zoë",
)  # fmt: skip
LAST = (
    "Abara", "Adeyemi", "Aldous", "Baptiste", "Barrow", "Brightwell", "Carver", "Chowdhury", "Cottesloe", "D'Arcy",
    "Dunmore", "Ellery", "Eze", "Fenwick", "Fairbrass", "Góral", "Greaves", "Hallett", "Hopkinson", "Iqbal", "Jarrold",
    "Jasper", "Kemble", "Kowalska", "Lydden", "Marchant", "Mistry", "Müller-Hayes", "Nakamura", "Ngata", "Okafor",
    "O'Shea", "Pemble", "Pritchard", "Quested", "Rahman", "Rowntree", "Sandhu", "Swinford", "Tapley", "Underhill",
    "Vasquez", "Wainwright", "Whitlock", "Yilmaz", "Zielinska",
)  # fmt: skip


class Names:
    """Names drawn by a seeded generator; places and trusts never repeat."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._places = [f"{a}{b}" for a in PLACE_BEGINNINGS for b in PLACE_ENDINGS if a[-1] != b[0]]
        random.shuffle(self._places)
        self._emails: set[str] = set()

    def place(self) -> str:
        """The next unused place. Raises IndexError after about a thousand."""
        return self._places.pop()

    def person(self) -> str:
        """A first and a last name."""
        return f"{self._random.choice(FIRST)} {self._random.choice(LAST)}"

    def email(self, name: str, domain: str) -> str:
        """An address nobody else has, in a domain that cannot exist."""
        start = ".".join("".join(c for c in part.lower() if "a" <= c <= "z") for part in name.split())
        number, address = 1, f"{start}@{domain}"
        while address in self._emails:
            number += 1
            address = f"{start}{number}@{domain}"
        self._emails.add(address)
        return address

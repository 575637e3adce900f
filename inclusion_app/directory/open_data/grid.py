"""Eastings and northings of the National Grid as latitude and longitude, and the way back.

The formulae are Ordnance Survey's own, with the seven numbers that carry its ellipsoid (Airy 1830) over to that of
satellites (WGS84): right to about five metres, which is enough for a pin on a map.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

AIRY = (6_377_563.396, 6_356_256.909)
WGS84 = (6_378_137.0, 6_356_752.3142)
SCALE = 0.9996012717
TRUE_ORIGIN = (radians(49), radians(-2))
ORIGIN = (400_000, -100_000)  # easting and northing of the true origin
SHIFT = (446.448, -125.157, 542.060)  # metres
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
GROWTH = -20.4894e-6
CLOSE_ENOUGH, CLOSE_ENOUGH_BACK = 0.00001, 0.5  # metres
DECIMALS = 6
METRES_OF_A_DEGREE = 111_200  # of latitude; nearly enough, since each step of the way back leaves a tenth of the rest
MOST_STEPS = 20
SOUTH, NORTH, WEST, EAST = 49.0, 62.0, -10.0, 4.0
"""Degrees around all of the grid: what is outside is not worth the way back."""
FARTHEST_EAST, FARTHEST_NORTH = 700_000, 1_300_000  # metres: the grid is for what lies between these and its corner


def latitude_longitude(easting: int, northing: int) -> tuple[float, float]:
    """Degrees north and east of a point of the grid; ``easting`` and ``northing`` are in metres."""
    return _on_wgs84(*_on_airy(easting, northing))


def easting_northing(latitude: float, longitude: float) -> tuple[int, int] | None:
    """Metres of the grid to where that latitude and longitude are; None for what is not on the grid."""
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        return None
    east, north = float(ORIGIN[0]), float(ORIGIN[1])
    for _ in range(MOST_STEPS):
        there = _on_wgs84(*_on_airy(east, north))
        up = (latitude - there[0]) * METRES_OF_A_DEGREE
        across = (longitude - there[1]) * METRES_OF_A_DEGREE * cos(radians(latitude))
        east, north = east + across, north + up
        if max(abs(up), abs(across)) < CLOSE_ENOUGH_BACK:
            break
    found = round(east), round(north)
    return found if 0 <= found[0] <= FARTHEST_EAST and 0 <= found[1] <= FARTHEST_NORTH else None


def _arc(latitude: float) -> float:
    """Metres along the meridian from the true origin."""
    a, b = AIRY
    n = (a - b) / (a + b)
    less, more = latitude - TRUE_ORIGIN[0], latitude + TRUE_ORIGIN[0]
    return (
        b
        * SCALE
        * (
            (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _on_airy(easting: float, northing: float) -> tuple[float, float]:
    a, b = AIRY
    up, latitude = northing - ORIGIN[1], TRUE_ORIGIN[0]
    left = float(up)
    while abs(left) > CLOSE_ENOUGH:
        latitude += left / (a * SCALE)
        left = up - _arc(latitude)
    squared = 1 - (b / a) ** 2
    curve = 1 - squared * sin(latitude) ** 2
    across = a * SCALE / sqrt(curve)
    along = a * SCALE * (1 - squared) / curve**1.5
    eta, t, east = across / along - 1, tan(latitude), easting - ORIGIN[0]
    x = east / across
    north = (
        x**2 / 2 - x**4 / 24 * (5 + 3 * t**2 + eta - 9 * t**2 * eta) + x**6 / 720 * (61 + 90 * t**2 + 45 * t**4)
    ) * (t * across / along)
    turned = (
        x
        - x**3 / 6 * (across / along + 2 * t**2)
        + x**5 / 120 * (5 + 28 * t**2 + 24 * t**4)
        - x**7 / 5040 * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    )
    return latitude - north, TRUE_ORIGIN[1] + turned / cos(latitude)


def _on_wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    """The same point on the other ellipsoid, by way of x, y and z from the middle of the earth."""
    a, b = AIRY
    squared = 1 - (b / a) ** 2
    across = a / sqrt(1 - squared * sin(latitude) ** 2)
    x, y = across * cos(latitude) * cos(longitude), across * cos(latitude) * sin(longitude)
    z = (1 - squared) * across * sin(latitude)
    (tx, ty, tz), (rx, ry, rz), s = SHIFT, TURN, 1 + GROWTH
    x, y, z = tx + s * x - rz * y + ry * z, ty + rz * x + s * y - rx * z, tz - ry * x + rx * y + s * z
    return _degrees(x, y, z)


def _degrees(x: float, y: float, z: float) -> tuple[float, float]:
    a, b = WGS84
    squared, flat = 1 - (b / a) ** 2, hypot(x, y)
    latitude, before = atan2(z, flat * (1 - squared)), 0.0
    while abs(latitude - before) > 1e-12:
        across = a / sqrt(1 - squared * sin(latitude) ** 2)
        before, latitude = latitude, atan2(z + squared * across * sin(latitude), flat)
    return round(degrees(latitude), DECIMALS), round(degrees(atan2(y, x)), DECIMALS)

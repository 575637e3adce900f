"""What stood in a form when it was submitted, and the digest that shows it has not been touched since."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def digest_of_snapshot(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 over the snapshot in one fixed way of writing it."""
    written = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()

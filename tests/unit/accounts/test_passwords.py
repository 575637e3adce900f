"""Passwords are hashed as strongly as is advised; the tests alone put a quick hash in the strong one's place."""

from importlib.util import module_from_spec, spec_from_file_location

from inclusion_app.accounts import passwords

MEBIBYTES = 1024


def test_the_service_hashes_with_as_much_memory_and_time_as_owasp_asks() -> None:
    spec = spec_from_file_location("as_it_ships", passwords.__file__)
    assert spec is not None
    assert spec.loader is not None
    shipped = module_from_spec(spec)
    spec.loader.exec_module(shipped)

    assert shipped.hasher.memory_cost >= 19 * MEBIBYTES
    assert shipped.hasher.time_cost >= 2
    assert shipped.needs_new_hash(passwords.hash_password("a quick one"))

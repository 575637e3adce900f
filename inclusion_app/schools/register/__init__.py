"""The national register's file: from bytes to schools, or to sentences that say what is wrong with it.

Nothing here knows the database. Whatever the bytes are, reading ends in rows or in ``FileRefused``.
"""

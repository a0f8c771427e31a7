"""Pure Python of the addon: tax ids, lists read from files, workbooks.

Nothing here knows the ORM, so all of it is tested without a database. What a user may read
is kept in English in ``messages`` and translated by the models.
"""

"""The secretary's desk: new records, ledgers read and written, schemas for editors.

Everything here follows from the kinds' declarations; no field is named.
"""

"""What the members' edition takes of the registers: counts, and nothing else.

Its records, lists, search and memory are made of a folder from which the registers are parted.
"""

"""What the help shows: the rule book as a list, and the tables as they are executed.

Reads `identity.rulebook` and nothing of the desk: no patient, no device. Built when first asked.
"""

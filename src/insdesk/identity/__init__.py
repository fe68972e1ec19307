"""Who a patient is: traits, matricule, comparison, statuts, evidence.

Pure: values and tables of rules, no input or output, no clock. Everything is frozen and an
instance that exists is valid. May import only the leaves of the program (`errors`).
"""

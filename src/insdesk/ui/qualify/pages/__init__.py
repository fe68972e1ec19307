"""The pages of the qualification, one file each: a page shows a run and calls its conductor.

They hold no rule: what may be pressed, what differs and why comes from the use cases.
"""

"""The reusable parts of every screen: buttons, badges, the trait table, cards, strips.

A part knows the theme and Qt, nothing of patients or cards. It gets its words from its caller,
tells what was done by signals, carries an accessible name, and is styled by the one stylesheet.
"""

"""How an identity gets qualified: ports, legal gates, order of the screens, use cases.

Pure but for what its ports do. May import `identity` and the leaves; never a device, the network,
the database or a window. `Desk` is the only API of the faces (windows and command line).
"""

"""Fictitious people, their cards and their INSi, at byte level: plugged in below our own code.

Nothing here is asked by the desk directly: it answers APDUs and SOAP envelopes, so that the demo
and the journeys run the real readers and parsers. May import every ring below the faces.
`people`, `cards`, `cps`, `insi` and `server` are the doors.
"""

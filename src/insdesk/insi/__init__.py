"""Talking to the téléservice INSi: questions out, identities in; no XML leaves this package.

`client.InsiClient` asks, `answer.read` reads, `transport.SecurePost` carries. zeep builds the
messages from our own description, a signed assertion is spliced in as bytes, answers go through
our own reader. Only `InsiError` leaves come out (and the refusals of the practitioner's card).
May import `identity` and the leaves; nothing else of insdesk.
"""

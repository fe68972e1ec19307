"""The windows: the only package that imports Qt.

It shows what the use cases say and never decides: a disabled button is courtesy, the desk checks
again. It may import `qualification`, `identity` and the leaves; never a device, a base, a network.
Modules are imported one by one, so that the first window comes without the back end.
"""

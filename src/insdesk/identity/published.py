"""Matricules of the public fictitious identities: never real, whatever their OID (insi.md §11)."""

PUBLIC_TEST_NUMBERS = frozenset(
    {
        "2751263220749",
        "1810163220751",
        "297022A020778",
        "160012B020777",
        "1010663220754",
        "1090763220834",
        "2090763220834",
        "2090663220123",
        "1090763220888",
        "2360663220836",
        "180032B020401",
        "1810363220456",
        "2810363220456",
        "1100863220830",
    }
)
"""13 characters each, current and former, published with the national test files."""

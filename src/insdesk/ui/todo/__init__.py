"""« À traiter » and two records side by side: the parts of S17 and of S14."""

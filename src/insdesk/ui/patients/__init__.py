"""The list of patients: a window on the records, page by page, searched as you type."""

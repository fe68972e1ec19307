"""What may be done to one record: each act is a page in the record's place, never a box."""

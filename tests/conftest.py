"""Fixtures that every suite may use; rooms keep their own in their folder."""

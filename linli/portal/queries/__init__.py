"""Reads of the house as a whole: the frame of the desk, today's work, what happened."""

"""Persons, households, organisations and rosters of one community."""

"""Reads `content/` into typed, frozen records and refuses bad files, naming every fault."""

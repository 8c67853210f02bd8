"""The coaching itself: pure functions over frozen records. Nothing below but the standard library."""

"""Pictures, pacing videos and the progress card: data in, bytes out."""

"""What operators see of a server: events without anybody's words, as lines of a log and as figures."""

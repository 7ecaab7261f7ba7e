"""ワークショップ: the values and rules of a room with groups, boards, cards and a clock. No web in it."""

"""資料: material brought in, taken back and handed out, from this machine only."""

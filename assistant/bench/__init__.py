"""`mazuippo bench`: how long things take, how much memory they need, and what is found, from 25 rows to 100,000."""

"""ワークショップ in the browser: the facilitator's pages, the participants' pages, and who reaches which."""

"""How fast pictures follow the hand in a real browser, and how soon the first one is there."""

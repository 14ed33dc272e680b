"""What a case is and when it is due: facts, their fold, clocks, and the arithmetic of days."""

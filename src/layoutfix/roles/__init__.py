"""What the rules of the roles stage look at: who stands alone, what recurs, what interrupts."""

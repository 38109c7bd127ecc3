"""What a reviewer asks: what is wrong, what a change touches, whose file it is."""

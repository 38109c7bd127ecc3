"""What files of every format hold: the texts in them, and pictures without what a camera added."""

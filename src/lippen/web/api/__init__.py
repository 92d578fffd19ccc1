"""What other systems ask of Lippen, and what Lippen tells them."""

"""What a customer agrees to: what is known of it, and writing down what they say now."""

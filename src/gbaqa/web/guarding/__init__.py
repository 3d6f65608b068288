"""What stands before the app: who may ask, how much, how often, and what every reply carries."""

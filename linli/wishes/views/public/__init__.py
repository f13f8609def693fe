"""The pages on people's phones: the wall, a wish, the claim and its receipt."""

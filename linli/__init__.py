"""Linli 邻里: neighbourhood work as one closed loop."""

"""Home, the desk and what stands across capabilities: reads the others through their queries."""

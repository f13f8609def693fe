"""The source page's day, replayed through the services for whoever tries the program: there only in the demo."""

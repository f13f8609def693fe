"""How the house is put together: settings, addresses, the server, the worker, the command line."""

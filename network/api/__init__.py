"""The network over the API."""

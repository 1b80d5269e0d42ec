"""Foreign files of networks: read, guessed, mapped, and built into nodes and links."""

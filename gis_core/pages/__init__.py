"""What the pages of every app are built on: access, shell, lists, cards, forms, exports."""

"""The shapes of what the API takes and gives; the documents themselves are made in `engine` and `reports`."""

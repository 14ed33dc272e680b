"""The promises in sentences; these tests become the manual."""

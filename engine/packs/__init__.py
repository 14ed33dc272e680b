"""Packs: read from YAML, merged, checked as a whole, known by their hash, and shown as pages."""

"""Reports: figures over stored cases."""

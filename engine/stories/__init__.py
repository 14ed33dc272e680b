"""Stories: the worked examples of a pack, in a notation practitioners write, played through the real engine."""

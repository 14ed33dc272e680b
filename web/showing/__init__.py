"""What pages show of a case, made from it beforehand: templates only set it out."""

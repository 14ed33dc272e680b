"""Who must be told, and when: rules as data, two engines that agree on them, and the faults a rule can have.

A rule reads features of a case (small typed values) and names whom to tell. It never changes a case.
"""

"""Resolution: which place of the gazetteer each mention of a document stands for.

In: a document, its mentions, a gazetteer. Out: one resolution a mention, with a place or none, a calibrated confidence,
the reason in words and the runners-up.
"""

from geomap.resolution.resolver import ResolutionOptions, resolve

__all__ = ["ResolutionOptions", "resolve"]

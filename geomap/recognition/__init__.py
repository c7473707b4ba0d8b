"""Recognition: where a document names places, and what each name does in its sentence.

In: a parsed document, a gazetteer and the list of known actors. Out: mentions with code-point offsets and a role;
``LITERAL`` ones stand for the place itself, all others ("US strikes", "Washington said", "Iraqi") for something else.
"""

from geomap.recognition.recogniser import RecognitionOptions, make_mention, recognise

__all__ = ["RecognitionOptions", "make_mention", "recognise"]

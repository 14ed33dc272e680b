"""Help and the accessibility statement; strangers may read both."""

from starlette.responses import Response
from starlette.routing import Route

from web.visits import Visit, for_everybody


def help_page(visit: Visit) -> Response:
    """What Duecourse does, what it does not, and what a person can do when stuck."""
    return visit.page("help.html")


def accessibility(visit: Visit) -> Response:
    """How accessible the service is, what was tested and what was not."""
    return visit.page("accessibility.html")


ROUTES = (Route("/help", for_everybody(help_page)), Route("/accessibility", for_everybody(accessibility)))

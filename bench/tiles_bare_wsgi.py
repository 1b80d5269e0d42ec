"""WSGI entry point of the Django that says nothing."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

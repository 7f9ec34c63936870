"""How gunicorn serves Frontdesk; the numbers come from the settings."""

from webapp.settings import SettingsError, load_settings

try:
    settings = load_settings()
except SettingsError as error:
    raise SystemExit(str(error)) from None

wsgi_app = "webapp:create_app()"
bind = f"127.0.0.1:{settings.port}" if settings.is_demo else f"0.0.0.0:{settings.port}"
workers = settings.web_concurrency
worker_class = "gthread"
threads = settings.web_threads
timeout = 60
graceful_timeout = 10
# Frontdesk writes its own line for each request; gunicorn's would hold paths and so personal data.
accesslog = None
loglevel = "error"  # its warnings quote the first line of requests that it cannot read
control_socket_disable = True

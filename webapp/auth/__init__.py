"""Who is signed in, and what they may do."""

from flask import Flask

from webapp.settings import Settings


def init_auth(app: Flask, settings: Settings) -> None:
    from webapp.auth.access import init_access
    from webapp.auth.people import init_people
    from webapp.auth.views import blueprint

    app.config["DEMO_SIGN_IN"] = settings.is_demo
    init_people(app)
    init_access(app)
    app.register_blueprint(blueprint)

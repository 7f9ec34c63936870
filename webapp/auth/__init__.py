"""Who is signed in, and what they may do."""

from flask import Flask

from webapp.settings import Settings


def init_auth(app: Flask, settings: Settings) -> None:
    from webapp.auth.access import init_access
    from webapp.auth.kept_views import blueprint as kept
    from webapp.auth.openid import init_openid
    from webapp.auth.openid.views import blueprint as openid
    from webapp.auth.people import init_people
    from webapp.auth.sessions import init_sessions
    from webapp.auth.views import blueprint

    app.config["DEMO_SIGN_IN"] = settings.is_demo
    init_sessions(app, settings)
    init_people(app, settings)
    init_openid(app, settings)
    init_access(app)
    app.register_blueprint(blueprint)
    app.register_blueprint(openid)
    app.register_blueprint(kept)

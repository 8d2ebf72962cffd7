"""Own what the channels for mail and apprise are told of the settings; it opens no connection."""

from newsbot.channels import AppriseOptions, EmailOptions
from newsbot.domain.ports import Clock
from newsbot.errors import ConfigError
from newsbot.services import mailboxes
from newsbot.settings import Settings


def email_options(settings: Settings, clock: Clock, secret: str) -> EmailOptions | None:
    """Return what the e-mail channel needs, None without a mail server.

    Raises:
        ConfigError: There is a server and no sender.
    """
    email = settings.email
    if not email.host:
        return None
    if not email.sender:
        raise ConfigError(
            "email.host is set without email.sender; set NEWSBOT_EMAIL__SENDER to an address "
            "that the mail server takes, such as News <news@example.org>"
        )
    home = settings.web.public_url
    return EmailOptions(
        host=email.host,
        clock=clock,
        port=email.port,
        security=email.security,
        username=email.username,
        password=email.password.get_secret_value(),
        sender=email.sender,
        timeout=email.timeout,
        per_second=float(email.mails_per_second),
        unsubscribe=lambda address: home + mailboxes.path(secret, "unsubscribe", address),
        confirm=lambda address: home + mailboxes.path(secret, "confirm", address),
    )


def apprise_options(settings: Settings) -> AppriseOptions | None:
    """Return what the apprise channel needs, None without targets."""
    targets = settings.apprise.by_name if settings.apprise.targets.get_secret_value() else {}
    return AppriseOptions(targets=targets) if targets else None

"""Own the kinds of value that settings have: a type each, with the grammar that reads it.

The grammars are in `values`; which setting is of which kind stands in `sections` and `model`.
"""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, SecretStr

from newsbot import __version__
from newsbot.settings import values

USER_AGENT = f"newsbot/{__version__} (feed reader)"

Duration = Annotated[timedelta, BeforeValidator(values.parse_duration)]
Number = Annotated[int, BeforeValidator(values.refuse_boolean)]
Texts = Annotated[tuple[str, ...], BeforeValidator(values.parse_list)]
Peers = Annotated[
    Texts, AfterValidator(lambda peers: tuple(values.parse_peer(peer) for peer in peers))
]
Networks = Annotated[
    Texts, AfterValidator(lambda networks: tuple(values.parse_network(each) for each in networks))
]
WebAddress = Annotated[str, AfterValidator(values.parse_http_url)]
HeaderText = Annotated[str, AfterValidator(values.parse_header_text)]
UserAgent = Annotated[HeaderText, BeforeValidator(lambda text: text or USER_AGENT)]
Chat = Annotated[str, BeforeValidator(values.parse_chat)]
People = Annotated[
    Texts, AfterValidator(lambda people: tuple(values.parse_person(each) for each in people))
]
WebhookSecret = Annotated[
    SecretStr,
    AfterValidator(
        lambda secret: SecretStr(values.parse_webhook_secret(secret.get_secret_value()))
    ),
]
Token = Annotated[
    SecretStr,
    AfterValidator(lambda token: SecretStr(values.parse_token(token.get_secret_value().strip()))),
]
DatabaseUrl = Annotated[
    SecretStr,
    AfterValidator(lambda url: SecretStr(values.parse_database_url(url.get_secret_value()))),
]
Folder = Annotated[Path, AfterValidator(values.parse_folder)]
Targets = Annotated[
    SecretStr,
    AfterValidator(lambda text: values.parse_targets(text.get_secret_value()) is not None and text),
]
NO_SECRET = SecretStr("")

"""How settings come together: precedence, places, and errors that a person can act on."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.errors import ConfigError
from newsbot.settings import Loaded, Settings, load_with_origins, shown
from newsbot.settings.catalogue import catalogue

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"

Read = Callable[..., Loaded]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Load from a made-up world: a home and a working folder, and nothing else."""
    (tmp_path / "desk").mkdir()

    def load(
        environ: Mapping[str, str] | None = None,
        flags: Mapping[str, object] | None = None,
        config_file: Path | None = None,
    ) -> Loaded:
        return load_with_origins(
            environ=environ or {},
            flags=flags,
            config_file=config_file,
            cwd=tmp_path / "desk",
            home=tmp_path / "home",
        )

    return load


def config(tmp_path: Path, text: str, place: str = "desk/config") -> Path:
    path = tmp_path / place / "newsbot.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_at_all_gives_the_promised_defaults(read: Read) -> None:
    settings = read().settings
    assert (settings.web.host, settings.web.port) == ("127.0.0.1", 8420)
    assert settings.fetch.interval == timedelta(minutes=5)
    assert settings.retention.articles == timedelta(days=90)
    assert settings.stories.window == timedelta(days=4)
    assert (settings.alerts.first_fetch, settings.alerts.budget) == ("digest", 6)
    assert settings.alerts.budget_window == timedelta(minutes=15)
    assert settings.telegram.api_url == "https://api.telegram.org"
    assert settings.telegram.token.get_secret_value() == ""
    assert settings.warnings() == ()


def test_a_flag_beats_the_environment_beats_the_file_beats_the_default(
    read: Read, tmp_path: Path
) -> None:
    config(tmp_path, '[web]\nport = 1001\nhost = "a.example"\n[log]\nlevel = "error"\n')
    loaded = read(
        {"NEWSBOT_WEB_PORT": "1002", "NEWSBOT_WEB_HOST": "b.example"},
        {"web.port": 1003, "web.base_url": None},
    )
    assert loaded.settings.web.port == 1003
    assert loaded.settings.web.host == "b.example"
    assert loaded.settings.log.level == "error"
    assert loaded.settings.log.format == "text"
    assert loaded.origins["web.port"] == "on the command line"
    assert loaded.origins["web.host"] == "from NEWSBOT_WEB_HOST"
    assert loaded.origins["log.level"] == f"in {tmp_path}/desk/config/newsbot.toml"
    assert loaded.origins["log.format"] == "default"


def test_every_setting_can_be_set_by_its_one_variable(read: Read) -> None:
    for setting in catalogue().values():
        with pytest.raises(ConfigError, match=f"{setting.variable}X in the environment"):
            read({f"{setting.variable}X": "x"})
    read({"NEWSBOT_FETCH__INTERVAL": "1h", "NEWSBOT_LOG_FORMAT": "JSON"})


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("NEWSBOT_WEB__PORT", "NEWSBOT_WEB_PORT"),
        ("NEWSBOT_TELEGRAM__TOKEN", "NEWSBOT_TELEGRAM_TOKEN"),
        ("NEWSBOT_FETCH_INTERVAL", "NEWSBOT_FETCH__INTERVAL"),
        ("NEWSBOT_TELEGRAM_TOKN", "NEWSBOT_TELEGRAM_TOKEN"),
        ("NEWSBOT_TELEGRAM_TOKN_FILE", "NEWSBOT_TELEGRAM_TOKEN_FILE"),
        ("newsbot_web_port", "NEWSBOT_WEB_PORT"),
        ("NEWSBOT_CONFG", "NEWSBOT_CONFIG"),
    ],
)
def test_an_unknown_variable_is_an_error_that_names_the_nearest(
    read: Read, wrong: str, right: str
) -> None:
    with pytest.raises(ConfigError) as refusal:
        read({wrong: "1"})
    assert str(refusal.value) == f"{wrong} in the environment is no setting; did you mean {right}?"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[web]\nprot = 1\n", "web.prot in FILE is no setting; did you mean web.port?"),
        ("port = 1\n", "port in FILE is no setting; did you mean web.port?"),
        ("[wbe]\nport = 1\n", "wbe.port in FILE is no setting; did you mean web.port?"),
        ("web = 1\n", "web in FILE is a table; write [web] and its keys below"),
        ("zzz = 1\n", "zzz in FILE is no setting; see `newsbot config example`"),
        ("[web]\nport = true\n", 'web.port in FILE: "True" is not a number'),
        ("[web]\nport = 70000\n", 'web.port in FILE: "70000" is too large; give 65535 or less'),
        ("[web]\nhost = 3\n", 'web.host in FILE: "3" is not a text; write it in quotation marks'),
        (
            "[web.port]\na = 1\n",
            "web.port in FILE: is not a whole number; give one such as 8420",
        ),
        (
            '[log]\nlevel = "loud"\n',
            """log.level in FILE: "loud" is not one of the choices; give 'debug', 'info',""",
        ),
        (
            "[fetch]\nfull_text = 3\n",
            'fetch.full_text in FILE: "3" is neither yes nor no; give true or false',
        ),
        (
            '[fetch]\ninterval = "0s"\n',
            'fetch.interval in FILE: "0s" is too small; give 1 second or more',
        ),
        ("a = [", "the settings file FILE is not valid TOML: "),
    ],
)
def test_a_fault_of_the_file_is_one_line_with_key_place_and_remedy(
    read: Read, tmp_path: Path, text: str, complaint: str
) -> None:
    path = config(tmp_path, text)
    with pytest.raises(ConfigError) as refusal:
        read()
    message = str(refusal.value).replace(str(path), "FILE")
    assert message.startswith(complaint)
    assert "\n" not in message


def test_several_faults_are_listed_at_once(read: Read, tmp_path: Path) -> None:
    config(tmp_path, "[web]\nprot = 1\nport = 0.5\n")
    with pytest.raises(ConfigError) as refusal:
        read({"NEWSBOT_LOG_LEVEL": "loud", "NEWSBOT_X": "1"}, {"net.allow": "a b"})
    lines = str(refusal.value).splitlines()
    assert lines[0] == "5 settings are wrong:"
    assert len(lines) == 6
    assert all(line.startswith("  - ") for line in lines[1:])


def test_a_malformed_token_is_refused_without_repeating_it(read: Read) -> None:
    with pytest.raises(
        ConfigError, match=r"telegram\.token from NEWSBOT_TELEGRAM_TOKEN"
    ) as refusal:
        read({"NEWSBOT_TELEGRAM_TOKEN": "hunter22"})
    assert "hunter22" not in str(refusal.value)


def test_a_refused_database_address_is_not_repeated(read: Read) -> None:
    with pytest.raises(ConfigError, match="from DATABASE_URL") as refusal:
        read({"DATABASE_URL": "mysql://u:hunter22@db/news"})
    assert "hunter22" not in str(refusal.value)


def test_a_secret_comes_from_a_file_without_its_line_end(read: Read, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    loaded = read({"NEWSBOT_TELEGRAM_TOKEN_FILE": str(tmp_path / "token")})
    assert loaded.settings.telegram.token.get_secret_value() == TOKEN
    assert (
        loaded.origins["telegram.token"] == f"from {tmp_path}/token (NEWSBOT_TELEGRAM_TOKEN_FILE)"
    )


def test_a_variable_and_its_file_together_are_an_error(read: Read, tmp_path: Path) -> None:
    (tmp_path / "port").write_text("1\n")
    with pytest.raises(ConfigError, match="both set"):
        read({"NEWSBOT_WEB_PORT": "1", "NEWSBOT_WEB_PORT_FILE": str(tmp_path / "port")})


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe", b"1" * (1 << 20) + b"1"])
def test_an_unusable_secret_file_is_an_error_that_names_it(
    read: Read, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match="the file that NEWSBOT_TELEGRAM_TOKEN_FILE names") as no:
        read({"NEWSBOT_TELEGRAM_TOKEN_FILE": str(path)})
    assert str(path) in str(no.value)


def test_an_empty_variable_counts_as_not_set(read: Read) -> None:
    loaded = read({"NEWSBOT_TELEGRAM_TOKEN": "", "NEWSBOT_WEB_PORT": "", "NEWSBOT_NOSUCH": ""})
    assert loaded.settings.web.port == 8420


def test_what_kubernetes_says_of_a_service_of_our_name_is_no_setting(read: Read) -> None:
    links = {
        "NEWSBOT_SERVICE_HOST": "10.0.0.1",
        "NEWSBOT_SERVICE_PORT": "8420",
        "NEWSBOT_SERVICE_PORT_HTTP": "8420",
        "NEWSBOT_PORT": "tcp://10.0.0.1:8420",
        "NEWSBOT_PORT_8420_TCP": "tcp://10.0.0.1:8420",
        "NEWSBOT_PORT_8420_TCP_ADDR": "10.0.0.1",
        "NEWSBOT_WEB_PORT": "tcp://10.0.0.1:8420",
        "NEWSBOT_WEB_SERVICE_HOST": "10.0.0.1",
    }
    assert read(links).settings == read().settings
    with pytest.raises(ConfigError, match="NEWSBOT_PORT in the environment is no setting"):
        read({"NEWSBOT_PORT": "8420"})


def test_a_folder_that_may_not_be_entered_holds_nothing_for_us(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", closed)
    assert read({"CREDENTIALS_DIRECTORY": str(tmp_path)}).file is None


def test_a_wrong_value_is_shown_short_and_on_one_line(read: Read) -> None:
    with pytest.raises(ConfigError) as refusal:
        read({"NEWSBOT_WEB_PORT": "a\n\x1b[2J" + "b" * 500})
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 200


@given(
    st.dictionaries(
        st.sampled_from(
            sorted(
                {setting.variable for setting in catalogue().values()}
                | {"DATABASE_URL", "PORT", "STATE_DIRECTORY", "NEWSBOT_CONFIG"}
            )
        ),
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
        | st.integers().map(str)
        | st.sampled_from(["postgres://u:p@[", "https://[", "[::", "1e400", "@a", "1:", "\ufeff"]),
    )
)
def test_any_environment_gives_settings_or_one_plain_error(environ: dict[str, str]) -> None:
    nowhere = Path("/nowhere")
    try:
        loaded = load_with_origins(environ=environ, cwd=nowhere, home=nowhere)
    except ConfigError as refusal:
        assert str(refusal)  # noqa: PT017  # both outcomes are right
    else:
        assert shown(loaded)
        assert loaded.settings.secrets() is not None
        assert loaded.settings.warnings() is not None


def test_platforms_and_units_are_understood_and_give_way(read: Read, tmp_path: Path) -> None:
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "telegram_token").write_text(f"{TOKEN}\n")
    (tmp_path / "credentials" / "somebody_elses").write_text("x")
    platform = {
        "PORT": "5000",
        "DATABASE_URL": "postgres://u:hunter22@db/news",
        "CREDENTIALS_DIRECTORY": str(tmp_path / "credentials"),
        "STATE_DIRECTORY": "/var/lib/newsbot:/var/lib/other",
    }
    settings = read(platform).settings
    assert settings.web.port == 5000
    assert settings.database_url.get_secret_value() == "postgresql://u:hunter22@db/news"
    assert settings.telegram.token.get_secret_value() == TOKEN
    assert settings.data_dir == Path("/var/lib/newsbot")
    assert set(settings.secrets()) == {TOKEN, "hunter22"}
    ours = platform | {"NEWSBOT_WEB_PORT": "6000", "NEWSBOT_DATA_DIR": "/srv/news"}
    assert read(ours).settings.web.port == 6000
    assert read(ours).settings.data_dir == Path("/srv/news")


def test_data_live_in_the_users_folder_unless_told_otherwise(read: Read, tmp_path: Path) -> None:
    settings = read().settings
    assert settings.data_dir.is_relative_to(tmp_path / "home")
    assert settings.database_url.get_secret_value() == f"sqlite:///{settings.data_dir}/newsbot.db"
    assert read({"XDG_DATA_HOME": "/xdg"}).settings.data_dir == Path("/xdg/newsbot")
    assert read({"XDG_DATA_HOME": "relative"}).settings.data_dir == settings.data_dir


@pytest.mark.parametrize(
    ("given", "expected"),
    [("storage", "desk/storage"), ("~/news", "home/news"), ("~", "home"), ("/srv", "/srv")],
)
def test_a_data_folder_is_made_absolute(
    read: Read, tmp_path: Path, given: str, expected: str
) -> None:
    assert read({"NEWSBOT_DATA_DIR": given}).settings.data_dir == tmp_path / expected


def test_without_a_home_the_data_folder_must_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(ConfigError, match="set NEWSBOT_DATA_DIR"):
        load_with_origins(environ={}, cwd=tmp_path)
    named = load_with_origins(environ={"NEWSBOT_DATA_DIR": "news"}, cwd=tmp_path)
    assert named.settings.data_dir == tmp_path / "news"


def test_the_file_is_looked_for_in_the_promised_order(read: Read, tmp_path: Path) -> None:
    config(tmp_path, "[web]\nport = 1004\n", "home/.config/newsbot")
    assert read().settings.web.port == 1004
    config(tmp_path, "[web]\nport = 1003\n")
    assert read().settings.web.port == 1003
    by_variable = config(tmp_path, "[web]\nport = 1002\n", "elsewhere")
    assert read({"NEWSBOT_CONFIG": str(by_variable)}).settings.web.port == 1002
    by_flag = config(tmp_path, "[web]\nport = 1001\n", "desk")
    loaded = read({"NEWSBOT_CONFIG": str(by_variable)}, config_file=Path("newsbot.toml"))
    assert loaded.settings.web.port == 1001
    assert loaded.file == by_flag


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_named_file_that_cannot_be_read_is_an_error(read: Read, name: str) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read(config_file=Path(name))


def test_a_file_in_another_encoding_is_an_error(read: Read, tmp_path: Path) -> None:
    config(tmp_path, "").write_bytes("[web]\nhost = 'é'\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        read()


def test_a_byte_order_mark_does_no_harm(read: Read, tmp_path: Path) -> None:
    config(tmp_path, "\ufeff[web]\nport = 9\n")
    assert read().settings.web.port == 9


def test_an_unknown_flag_is_told(read: Read) -> None:
    with pytest.raises(ConfigError, match=r"web\.prot on the command line"):
        read(flags={"web.prot": 1})


def test_what_is_allowed_and_probably_not_meant_is_a_warning(read: Read) -> None:
    settings = read(
        {
            "NEWSBOT_FETCH__INTERVAL": "5s",
            "NEWSBOT_TELEGRAM_CHAT_ID": "-100123",
            "NEWSBOT_WEB_HOST": "0.0.0.0",
        }
    ).settings
    interval, chat, base_url = settings.warnings()
    assert interval.startswith("fetch.interval is 5s")
    assert "NEWSBOT_TELEGRAM_TOKEN" in chat
    assert "http://127.0.0.1:8420" in base_url


@pytest.mark.parametrize(
    ("host", "base_url", "expected"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8420"),
        ("::", "", "http://[::1]:8420"),
        ("0.0.0.0", "https://news.example.org/bot/", "https://news.example.org/bot"),
    ],
)
def test_links_start_with_the_public_address(host: str, base_url: str, expected: str) -> None:
    web = {"host": host, "base_url": base_url}
    settings = Settings.model_validate({"data_dir": "/srv", "web": web})
    assert settings.web.public_url == expected


def test_settings_can_be_made_for_a_folder_alone(tmp_path: Path) -> None:
    settings = Settings.model_validate({"data_dir": tmp_path})
    assert settings.database_url.get_secret_value() == f"sqlite:///{tmp_path}/newsbot.db"
    with pytest.raises(ValueError, match="frozen"):
        settings.data_dir = Path("/")

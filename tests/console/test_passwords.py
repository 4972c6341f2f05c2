"""Which passwords are taken, and how they are kept."""

import pytest
from argon2 import PasswordHasher

from activities.passwords import fresh_password, hash_of, is_outdated, is_password
from api.password_rules import check_password
from schemas.errors import InvalidInput

CONTEXT = ("handler", "林承办", "示例市住房和城乡建设局", "示建公")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenchars", "password_too_short"),
        ("很短的密码", "password_too_short"),
        ("长" * 201, "password_too_long"),
        ("aaaaaaaaaaaaaaaa", "password_guessable"),
        ("121212121212", "password_guessable"),
        ("123456789012", "password_guessable"),
        ("Password-2026!", "password_guessable"),
        ("Password2026Password", "password_guessable"),
        ("qwertyuiop1234", "password_guessable"),
        ("1qaz2wsx3edc!!", "password_guessable"),
        ("Handler-Handler", "password_guessable"),
        ("示例市住房和城乡建设局2026", "password_guessable"),
        ("woaini520woaini", "password_guessable"),
    ],
)
def test_what_is_easily_guessed_is_refused(password: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_password(password, CONTEXT)
    assert (refused.value.code, refused.value.field) == (code, "password")


@pytest.mark.parametrize(
    "password",
    [
        "竹外桃花三两枝春江水暖鸭",
        "竹外桃花三两枝，春江水暖鸭先知",
        "tea kettle marble",
        "wq8rt2mzp4hd",
        "Vendetta of 1998",
    ],
)
def test_what_is_long_and_ones_own_is_taken(password: str) -> None:
    check_password(password, CONTEXT)


def test_what_is_handed_over_is_taken_and_never_twice_the_same() -> None:
    handed = {fresh_password() for _ in range(100)}
    assert len(handed) == 100
    for password in handed:
        check_password(password, CONTEXT)


async def test_a_password_is_known_by_its_hash_and_only_it() -> None:
    kept = await hash_of("竹外桃花三两枝，春江水暖")
    assert kept.startswith("$argon2id$")
    assert await is_password("竹外桃花三两枝，春江水暖", kept)
    assert not await is_password("竹外桃花三两枝，春江水寒", kept)
    assert not await is_password("anything", None)
    assert not is_outdated(kept)
    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("anything"))


async def test_the_same_password_from_every_keyboard() -> None:
    """Full-width letters and composed accents are the same to who types them (NFKC)."""
    assert await is_password("ｐａｓｓｗｏｒｄ é", await hash_of("password e\u0301"))

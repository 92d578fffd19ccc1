"""The council's own sign-in as the environment describes it, and what is said when it is away."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lippen.config.providers import BadProvider, Provider, form_origins, providers
from lippen.kernel.models import AuditEntry
from lippen.organisation.signin import _account_of, _asserts
from lippen.organisation.tests import factories

WHOLE = {
    "LIPPEN_OIDC": "council",
    "LIPPEN_OIDC_COUNCIL_ISSUER": "https://id.council.example/",
    "LIPPEN_OIDC_COUNCIL_CLIENT_ID": "lippen",
    "LIPPEN_OIDC_COUNCIL_CLIENT_SECRET": "hush",
}
NOWHERE = Provider("council", "Made-up Council", "http://localhost:9", "lippen", "hush")


def test_without_a_word_in_the_environment_there_is_no_provider() -> None:
    assert providers({}) == ()


def test_a_provider_is_read_whole_and_its_secret_is_not_told() -> None:
    (found,) = providers(
        {**WHOLE, "LIPPEN_OIDC_COUNCIL_DOMAINS": "Council.example", "LIPPEN_OIDC_COUNCIL_ORIGINS": "https://x.example"}
    )
    assert (found.name, found.issuer, found.domains) == ("Council", "https://id.council.example", ("council.example",))
    assert form_origins([found, found]) == ["https://id.council.example", "https://x.example"]
    assert "hush" not in repr(found)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"LIPPEN_OIDC_COUNCIL_CLIENT_SECRET": ""}, "LIPPEN_OIDC_COUNCIL_CLIENT_SECRET is missing"),
        ({"LIPPEN_OIDC_COUNCIL_ISSUER": "id.council.example"}, "give the provider's address, with https"),
        ({"LIPPEN_OIDC": "Council!"}, "use small letters, figures and hyphens"),
    ],
)
def test_a_provider_that_is_described_in_part_stops_the_site_with_a_sentence(changed, words) -> None:
    with pytest.raises(BadProvider, match=words):
        providers(WHOLE | changed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "domains", "is_known"),
    [
        ({"email_verified": True}, (), True),
        ({"email_verified": False}, (), False),
        ({"email_verified": "true"}, (), False),
        ({}, (), False),
        ({}, ("council.example",), True),
        ({}, ("example",), False),
    ],
)
def test_an_address_counts_only_where_the_provider_checked_it_or_alone_gives_it_out(said, domains, is_known) -> None:
    person = factories.person(factories.authority())
    person.email = "isla@council.example"
    account = factories.account(person)
    given = Provider("council", "Council", "https://id.council.example", "lippen", "hush", domains)
    found = _account_of({"email": "Isla@Council.example", **said}, given)
    assert found == (account if is_known else None)


@pytest.mark.parametrize(
    ("token", "wanted", "counts"),
    [
        ({"amr": ["pwd", "mfa"]}, {"mfa"}, True),
        ({"amr": ["pwd"]}, {"mfa"}, False),
        ({"amr": "mfa"}, {"mfa"}, False),
        ({"acr": "urn:two"}, {"urn:two"}, True),
        ({}, {"mfa"}, False),
    ],
)
def test_two_factors_count_only_in_the_signed_token_and_in_words_that_the_council_trusts(token, wanted, counts) -> None:
    assert _asserts({"id_token": token, "userinfo": {"amr": ["mfa"]}}, frozenset(wanted)) is counts


@pytest.mark.django_db
def test_a_provider_that_cannot_be_reached_is_told_and_the_other_ways_in_stay_open(client, settings) -> None:
    settings.LIPPEN_PROVIDERS = (NOWHERE,)
    answer = client.post(reverse("openid_connect_login", args=["council"]))
    page = answer.content.decode()
    assert (
        answer.status_code == 502 and "It cannot be reached just now" in page and "come in with your password" in page
    )
    assert AuditEntry.objects.filter(verb="account.provider_away", subject_key="council").count() == 1
    assert "Sign in with Made-up Council" in client.get(reverse("account_login")).content.decode()


@pytest.mark.django_db
def test_a_provider_that_is_not_described_is_not_there(client) -> None:
    assert client.post(reverse("openid_connect_login", args=["nobody"])).status_code == 404
    assert client.get(reverse("openid_connect_callback", args=["nobody"])).status_code == 404

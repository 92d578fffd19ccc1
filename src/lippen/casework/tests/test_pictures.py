"""Pictures by a child: added, shown, handed over, marked as wrong; in the bundle; on both locks."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdf
import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from PIL import Image

from lippen.casework.actions import access as giving
from lippen.casework.actions import knowing
from lippen.casework.actions.keeping import OF_PERSON
from lippen.casework.models import Picture, PictureFile
from lippen.casework.queries import access as held
from lippen.casework.queries import pictures, records
from lippen.casework.tests.factories import NOW, TODAY
from lippen.casework.tests.test_screens import at, signed_in
from lippen.casework.tests.world import World, world
from lippen.casework.vocabulary import AskedBy, FactKind
from lippen.kernel import access
from lippen.kernel.clock import real_now
from lippen.kernel.errors import NotVisible
from lippen.kernel.models import AuditEntry


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[World]:
    before = site.LIPPEN_TODAY
    site.LIPPEN_TODAY = TODAY
    with django_db_blocker.unblock(), transaction.atomic():
        yield world()
        transaction.set_rollback(True)
    site.LIPPEN_TODAY = before


@pytest.fixture
def w(made: World) -> Iterator[World]:
    with transaction.atomic():
        yield made
        transaction.set_rollback(True)


def drawing(colour: str = "green") -> SimpleUploadedFile:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Cameramaker"
    Image.new("RGB", (400, 300), colour).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("Isla.jpg", out.getvalue(), "image/jpeg")


def answers(**given: object) -> dict[str, object]:
    told = {"kind": "drawing", "made_by": "Isla", "alt": "A green hill", "child_words": "Where Gran lives"}
    return {**told, "shown": "no", "so_on": "today", "picture": drawing(), **given}


def test_a_picture_is_added_from_a_page_and_shown_small_and_in_full(w) -> None:
    client = signed_in(w.cast.worker)
    body = client.post(at("add_picture", w.child.ref), answers(), follow=True).content.decode()
    assert "The picture is on the record." in body and "Where Gran lives" in body
    access.identify(w.cast.worker, today=TODAY)
    ref = Picture.objects.order_by("-id")[0].ref
    for name, size in (("picture_file", (400, 300)), ("small_picture", (360, 270))):
        answer = client.get(at(name, w.child.ref, ref))
        assert answer.headers["Content-Type"] == "image/jpeg" and b"Cameramaker" not in answer.content
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert Image.open(io.BytesIO(answer.content)).size == size
    saved = client.get(at("picture_file", w.child.ref, ref), {"save": "1"})
    assert saved.headers["Content-Disposition"].startswith("attachment")
    for url in (at("child", w.child.ref), at("pictures", w.child.ref)):
        body = client.get(url).content.decode()
        assert at("small_picture", w.child.ref, ref) in body and 'alt="A green hill"' in body


def test_seeing_and_saving_a_picture_are_reads_in_the_trail(w) -> None:
    client, ref = signed_in(w.cast.worker), w.refs["picture"]
    client.get(at("picture_file", w.child.ref, ref))
    client.get(at("picture_file", w.child.ref, ref), {"save": "1"})
    access.identify(w.cast.governance, today=TODAY)
    rows = AuditEntry.objects.filter(verb="picture.seen", subject_key=w.child.ref, keys__picture=ref).order_by("id")
    assert [row.keys["saved"] for row in rows] == [False, True]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"alt": ""}, "What is on it, in words"),
        ({"picture": SimpleUploadedFile("a.jpg", b"MZ\x90")}, "is not a picture"),
        ({"picture": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + b"0" * 99)}, "damaged"),
        ({"picture": ""}, "Choose a file"),
        ({"shown": ""}, "Do they agree"),
    ],
)
def test_what_is_missing_or_no_picture_is_said_and_what_was_typed_stays(given, words, w) -> None:
    access.identify(w.cast.worker, today=TODAY)
    before = Picture.objects.count()
    body = signed_in(w.cast.worker).post(at("add_picture", w.child.ref), answers(**given)).content.decode()
    assert words in body.split('id="error-summary"')[1] and "Where Gran lives" in body
    access.identify(w.cast.worker, today=TODAY)
    assert Picture.objects.count() == before


def test_a_gigabyte_gets_a_polite_answer(w) -> None:
    client = signed_in(w.cast.worker)
    answer = client.post(at("add_picture", w.child.ref), CONTENT_LENGTH=str(1024**3))
    assert answer.status_code == 413
    assert "larger than 20 MB (1,024 MB)" in answer.content.decode()


def test_a_picture_is_found_on_the_record_of_its_own_child_alone(w) -> None:
    client = signed_in(w.cast.worker)
    for name in ("picture", "picture_file", "small_picture"):
        assert client.get(at(name, w.known["twin"].ref, w.refs["picture"])).status_code == 404


def test_the_same_picture_is_kept_once(w) -> None:
    client, url = signed_in(w.cast.worker), at("add_picture", w.child.ref)
    client.post(url, answers())
    assert "on the record already" in client.post(url, answers(alt="Again")).content.decode()


def test_a_picture_of_another_child_is_marked_as_wrong_and_shown_no_more(w) -> None:
    client, ref = signed_in(w.cast.worker), w.refs["picture"]
    access.identify(w.cast.worker, today=TODAY)
    row = pictures.picture(w.cast.worker, w.child.ref, ref)[1]
    url = at("withdraw_fact", w.child.ref, "picture", row.number)
    body = client.post(url, {"why": "Her cousin drew it"}, follow=True).content.decode()
    assert "Her cousin drew it" in body and at("small_picture", w.child.ref, ref) not in body
    for name in ("picture_file", "small_picture"):
        assert client.get(at(name, w.child.ref, ref)).status_code == 404
    assert "A red house with smoke" not in client.get(at("child", w.child.ref)).content.decode()
    chronology = client.get(at("chronology", w.child.ref)).content.decode()
    assert "Wrong: Her cousin drew it" in chronology
    access.identify(w.cast.worker, today=TODAY)
    assert Picture.objects.filter(ref=ref).exists()


def test_the_chronology_is_printed_with_those_that_the_child_agrees_to_show(w) -> None:
    client = signed_in(w.cast.worker)
    client.post(at("add_picture", w.child.ref), answers(shown="no"))
    plain = client.get(at("chronology", w.child.ref)).content.decode()
    assert "<img" not in plain.split("<main")[1]
    body = client.get(at("chronology", w.child.ref), {"pictures": "yes"}).content.decode()
    assert at("picture_file", w.child.ref, w.refs["picture"]) in body and "1 picture not here" in body
    assert body.count('class="lippen-picture"') == 1


def test_the_bundle_holds_the_picture_and_none_that_is_withheld(w) -> None:
    leader = w.cast.leader
    assert images_in(released(w, leader)) == 1
    assert images_in(released(w, leader, withheld=True)) == 0


def released(w: World, leader, *, withheld: bool = False) -> bytes:
    access.identify(leader, today=TODAY)
    child, given = w.child.ref, {"so_on": TODAY, "at": NOW}
    told = {"asked_by": AskedBy.SELF, "who": "Isla Balfour", "shown_by": "Passport", "received_on": TODAY}
    asked = giving.ask_access(actor=leader, person_ref=child, at=NOW, **told)
    giving.gather(actor=leader, access_ref=asked.ref, real_at=real_now(), **given)
    rows = [row for row in held.entries(leader, asked.ref) if row.picture_id]
    assert len(rows) == 1 and "A red house with smoke" in rows[0].words
    if withheld:
        why = giving.WithheldWhy.SOMEBODY_ELSE
        giving.withhold(actor=leader, access_ref=asked.ref, number=rows[0].number, words=(), why=why, **given)
    giving.ask_check(actor=leader, access_ref=asked.ref, **given)
    access.identify(w.cast.manager, today=TODAY)
    giving.check(actor=w.cast.manager, access_ref=asked.ref, may_go=True, words="Read it", **given)
    access.identify(leader, today=TODAY)
    return bytes(giving.release(actor=leader, access_ref=asked.ref, **given).content)


def images_in(content: bytes) -> int:
    return sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("name", ["other_leader", "stranger", "governance", "inspector", "partner"])
def test_nobody_outside_sees_a_picture_by_either_lock(name, w) -> None:
    actor = getattr(w.cast, name)
    access.identify(actor, today=TODAY)
    for model in (Picture, PictureFile):
        assert not model.objects.filter(person=w.child).exists(), "row-level security alone"
    access.identify(w.cast.worker, today=TODAY)
    for model in (Picture, PictureFile):
        assert model.objects.filter(person=w.child).exists()
        assert not model.objects.visible_to(actor).filter(person=w.child).exists(), "the application alone"
    client = signed_in(actor)
    for page in ("picture", "picture_file", "small_picture"):
        assert client.get(at(page, w.child.ref, w.refs["picture"])).status_code in {403, 404}


def test_an_inspectors_record_of_a_drawn_child_says_nothing_of_pictures(w) -> None:
    body = signed_in(w.cast.inspector).get(at("sampled_child", w.child.ref)).content.decode()
    assert "A red house with smoke" not in body


def test_the_bytes_go_with_the_record(w) -> None:
    assert OF_PERSON.index("picturefile") < OF_PERSON.index("picture") < len(OF_PERSON)
    with connection.cursor() as cursor:
        cursor.execute(
            "select tablename from pg_policies where policyname like 'casework_picture%_due' order by tablename"
        )
        assert [row[0] for row in cursor.fetchall()] == ["casework_picture", "casework_picturefile"]


def test_a_grown_up_has_no_pictures(w) -> None:
    answer = signed_in(w.cast.worker).get(at("add_picture", w.known["mother"].ref))
    assert answer.status_code == 409


def test_what_is_wrong_is_no_longer_among_the_pictures_of_the_record(w) -> None:
    access.identify(w.cast.worker, today=TODAY)
    found = records.record(w.cast.worker, w.child.ref, real_at=NOW)
    assert [row.alt for row in found.pictures] == ["A red house with smoke"]
    given = {"kind": FactKind.PICTURE, "number": found.pictures[0].number, "why": "Not hers", "so_on": TODAY, "at": NOW}
    knowing.withdraw(actor=w.cast.worker, person_ref=w.child.ref, **given)
    assert records.record(w.cast.worker, w.child.ref, real_at=NOW).pictures == ()
    with pytest.raises(NotVisible):
        pictures.shown(w.cast.worker, w.child.ref, w.refs["picture"], is_small=True)

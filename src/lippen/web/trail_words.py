"""The audit trail in words: what was done, to what kind of record. Verbs in, words out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lippen.web.access_table import table

NOUNS = {
    "account": "account",
    "event": "entry of a chronology",
    "glass": "opening of a record",
    "known": "record of a person",
    "local": "council's own figure",
    "same": "proposal that two records are of one person",
    "search": "search for a person",
    "visit": "visit",
    "waiting": "wait for a social worker",
    "work": "part in a child's record",
    "arrangement": "arrangement between councils",
    "back": "answer to what was said",
    "engagement_theme": "theme of what people say",
    "disclosure": "disclosure of the operational plan",
    "expected": "expected paper",
    "rec": "recommendation",
    "restricted": "restricted file",
    "version": "version of the plan",
    "entry": "entry of a restricted file",
    "question": "member's question",
    "background": "background paper",
    "given_back": "answer to what was said",
    "notice": "notice period",
    "part": "council's part",
    "review": "access review",
    "said": "record of what was said",
    "sample": "inspectors' sample",
    "stakeholder_meeting": "meeting with partners",
    "stakeholder": "group of partners",
    "theme": "theme of what people say",
    "token": "other system's access",
    "sitting": "group's meeting",
    "wanted": "decision that is wanted",
    "with": "group of partners",
    "audit": "audit trail",
    "authority": "council",
    "decision": "council's decision",
    "doubt": "open doubt",
    "file": "file",
    "import": "import",
    "me": "own page",
    "post": "post",
    "trail": "export of the audit trail",
    "update": "update",
}
"""Beginnings of verbs and refs that read better by another name; every other one reads by its own."""

LOOKS = {
    "read": "Read the {noun}",
    "list": "Saw the list of {noun}s",
    "print": "Printed the {noun}",
    "open_form": "Opened a form about the {noun}",
    "preview": "Saw a preview of the {noun}",
    "file": "Opened a file of the {noun}",
    "log": "Saw the record of {noun}s sent",
    "export_progress": "Waited for an export of the {noun}",
    "export_file": "Fetched an export of the {noun}",
    "changes": "Compared the {noun} on two days",
}
IRREGULAR = {"built", "held", "kept", "made", "read", "sent", "set", "told", "tied", "written", "withdrawn", "given"}

WORDS = {
    "event.written": "Wrote an entry of a chronology",
    "glass.broken": "Opened a record outside their own work",
    "glass.reviewed": "Looked at why a record was opened",
    "glass.seen": "Saw that a record was opened",
    "known.address_opened": "Protected an address no more",
    "known.address_protected": "Protected an address",
    "known.address_said": "Recorded an address",
    "known.birth_said": "Recorded a date of birth",
    "known.chronology": "Read a chronology",
    "known.contact_said": "Recorded how a person is reached",
    "known.list": "Saw the list of children",
    "known.looked": "Saw who looked at a record",
    "known.name_said": "Recorded a name",
    "known.number_said": "Recorded another service's number",
    "known.own_tie_said": "Recorded that an officer is tied to a record",
    "known.queue": "Saw the children who wait",
    "known.restricted": "Restricted a record",
    "known.restriction_ended": "Ended the restriction of a record",
    "known.status_said": "Recorded a status",
    "known.tie_ended": "Ended a family tie",
    "known.team": "Saw a team at a glance",
    "known.tied": "Recorded a family tie",
    "local.figure_set": "Set one of the council's own figures",
    "local.list": "Saw the council's own figures",
    "referral.not_agreed": "Did not agree the plan for an immediate risk",
    "referral.step_taken": "Took a step of a referral",
    "same.agreed": "Agreed that two records are of one person",
    "same.refused": "Did not agree that two records are of one person",
    "same.undone": "Took two records apart again",
    "search.made": "Searched for a person",
    "search.read": "Saw what their search found",
    "waiting.looked_at": "Looked again at a child who waits",
    "waiting.news_told": "Recorded new information about a child who waits",
    "work.allocated": "Allocated a child",
    "work.began": "Let somebody work with a child",
    "account.added": "Added a second step to their sign-in",
    "account.codes_withdrawn": "Withdrew somebody's recovery codes",
    "account.first_administrator": "Was made the first administrator",
    "account.newcomer": "Came for the first time by the council's own sign-in",
    "account.link_used": "Came in by a single-use link",
    "account.linked": "Linked their account to the council's own sign-in",
    "account.not_known": "Signed in elsewhere and is not known here",
    "account.provider_failed": "Was not let in by the council's own sign-in",
    "account.provider_away": "Could not reach the council's own sign-in",
    "account.refused": "Was not let in",
    "account.removed": "Took a second step out of their sign-in",
    "account.second_refused": "Was not let in: the second step was wrong",
    "account.signed_in": "Signed in",
    "account.signed_out_elsewhere": "Signed out on every other device",
    "account.unlinked": "Unlinked their account from the council's own sign-in",
    "api.action": "Another system read the action",
    "api.paper": "Another system read the paper",
    "api.paper_file": "Another system opened a file of the paper",
    "api.papers": "Another system saw the list of papers",
    "api.plan": "Another system read the plan",
    "api.plan_actions": "Another system read the actions of the plan",
    "api.plans": "Another system saw the list of plans",
    "evidence.item": "Read the item of evidence",
    "evidence.request": "Read the request for evidence",
    "paper.edition": "Read the public edition of the paper",
    "paper.flags": "Saw which words of the paper could name somebody",
    "paper.register": "Saw the register of issued papers",
    "plan.my_actions": "Fetched their actions as a spreadsheet",
    "audit.export_contents": "Fetched the list of files of an export of the audit trail",
    "audit.export_heads": "Fetched the heads of blocks with an export of the audit trail",
    "audit.export_confirmed": "Had a long export of the audit trail made",
    "evidence.asked_for": "Asked somebody for evidence",
    "import.edition_applied": "Accepted changes from another edition of the plan's document",
    "paper.copies_stamped": "Stamped copies of the paper",
    "paper.exemption_proposed": "Proposed to keep a part of the paper from the public",
    "paper.exemption_taken_off": "Took back a proposal to keep a part of the paper from the public",
    "paper.flag_kept": "Answered whether a word of the paper could name somebody",
    "paper.public_file_kept": "Kept a file of the paper's public edition",
    "paper.resolution_recorded": "Recorded how the committee resolved about the public",
    "plan.filled_in": "Recorded updates from a filled-in spreadsheet",
    "commitment.handed_over": "Handed the commitment to somebody else",
    "committee.cycle_set": "Set the cycle of the committee",
    "committee.route_defined": "Defined the route of the committee's papers",
    "engagement_theme.sign_agreed": "Agreed what would show progress on the theme",
    "group.member_joined": "Recorded that somebody joined the group",
    "group.member_left": "Recorded that somebody left the group",
    "meeting.dates_moved": "Moved the days of the meeting",
    "meeting.pre_agenda_held": "Recorded the pre-agenda of the meeting",
    "paper.background_let_go": "Let a background paper go, its four years over",
    "paper.background_listed": "Listed a background paper of the paper",
    "paper.background_taken_out": "Took a background paper out of the paper's list",
    "paper.behind": "Saw what stands behind the paper",
    "paper.confirmation_asked_again": "Asked whoever took up the post to confirm",
    "paper.confirmation_taken_back": "Took back a confirmation of the paper",
    "paper.disclosed_file": "Fetched the operational plan that was disclosed",
    "paper.operational_plan_disclosed": "Disclosed the operational plan on request",
    "paper.outcome_recorded": "Recorded what the committee decided about the paper",
    "paper.promise_decided": "Decided what a promise of the paper is",
    "paper.promise_made": "Wrote down a promise of the paper",
    "paper.promises": "Saw what the paper promises",
    "paper.question_answered": "Answered a member's question on the paper",
    "paper.question_asked": "Wrote down a member's question on the paper",
    "paper.reference_added": "Named another paper in the paper",
    "paper.reference_taken_out": "Took the name of another paper out of the paper",
    "paper.commented": "Commented on the paper",
    "paper.consultees_asked": "Asked people to comment on the paper",
    "paper.expected": "Said that a paper is expected",
    "paper.not_expected": "Said that a paper is no longer expected",
    "paper.route_taken": "Sent the paper on its route",
    "paper.sent_on": "Sent the paper on",
    "meeting.called_off": "Called a committee's meeting off",
    "meeting.moved": "Moved a committee's meeting to another day",
    "paper.taken_back": "Took the paper back from its approvers",
    "part.said": "Said how the action goes in their council",
    "said.answered": "Answered what was said",
    "said.noted": "Noted what was said",
    "said.read_all": "Saw the list of what was said",
    "sample.action_read": "Read an action in an inspectors' sample",
    "sample.drawn": "Drew a sample for inspectors",
    "commitment.file_read": "Opened the file that shows a commitment kept",
    "sample.file_read": "Opened a file in an inspectors' sample",
    "search.asked": "Searched",
    "stakeholder_meeting.called_off": "Called the meeting with partners off",
    "account.recovery_asked": "Asked that somebody be let back in",
    "account.recovery_confirmed": "Confirmed that somebody be let back in",
    "account.recovery_withdrawn": "Stopped somebody's recovery",
    "account.recovery_made": "Made a recovery code, which two people had confirmed",
    "account.recovered_at_server": "Made a recovery code at the server",
    "recovery.list": "Saw the list of people to let back in",
    "account.closed": "Closed somebody's account",
    "account.opened": "Opened an account for somebody",
    "action.date_set": "Set a date of the action",
    "action.date_slipped": "Moved a date of the action",
    "action.leads_changed": "Changed who leads the action",
    "action.override_ended": "Ended an override of the action's standing",
    "action.standing_overridden": "Overrode the action's standing",
    "action.state_changed": "Changed the state of the action",
    "action.update_corrected": "Corrected an update of the action",
    "action.update_written": "Wrote an update of the action",
    "action.added": "Added the action to the plan",
    "action.answers_changed": "Changed which recommendations the action answers",
    "action.carried_no_longer": "Said that the action is no longer carried by a plan of its own",
    "plan.compare": "Compared two versions of the plan",
    "plan.dependencies": "Saw what the plan depends on",
    "plan.framework": "Read the strategic framework of the plan",
    "plan.source_added": "Added a source to the plan",
    "plan.source_ended": "Ended a source of the plan",
    "plan.sources": "Saw the sources of the plan",
    "plan.versions": "Saw the versions of the plan",
    "recommendation.answers_changed": "Changed which actions answer the recommendation",
    "restricted.added_to": "Added to the restricted file",
    "restricted.audience_ended": "Ended somebody's access to the restricted file",
    "restricted.audience_named": "Gave somebody access to the restricted file",
    "restricted.read_document": "Opened a document of the restricted file",
    "source.export": "Fetched what the source reports",
    "strand.progress_told": "Said how the strand goes",
    "audit.asked_for_export": "Asked for an export of the audit trail",
    "audit.exported": "Exported a part of the audit trail",
    "audit.record": "Saw who looked at the record",
    "authority.founded": "Recorded the council",
    "calendar.link_made": "Made an address for their own calendar",
    "calendar.link_revoked": "Ended the address of their own calendar",
    "calendar.read": "Fetched somebody's calendar by its address",
    "decision.option_set": "Wrote down an option of the council's decision",
    "decision.delivery_set": "Said how the council's decision is delivered",
    "decision.report_promised": "Promised a report on the council's decision",
    "demo.entered": "Entered the demonstration",
    "digest.chosen": "Chose how often to be reminded",
    "digest.planned": "Planned an e-mail of duties",
    "digest.sent": "Was sent an e-mail of duties",
    "digest.failed": "Was not reached by an e-mail of duties",
    "action.waits_on": "Said what an action waits on",
    "decision.wanted_no_longer": "Withdrew a decision that was wanted",
    "duty.covered": "Did it for somebody whom they cover",
    "duty.handed_over": "Handed over what somebody left",
    "duty.raised": "Raised a duty with a manager",
    "evidence.offered": "Offered the evidence",
    "evidence.accepted": "Accepted the evidence",
    "evidence.refused": "Returned the evidence",
    "group.plan_left": "Took a plan off those that the group looks after",
    "import.layout_remembered": "Kept how the file's columns were matched",
    "marker.agreed": "Agreed a warning",
    "marker.ended": "Said that a warning is over",
    "marker.kept": "Looked at a warning again, which stays",
    "marker.refused": "Did not agree a warning",
    "marker.written": "Wrote a warning",
    "me.read": "Opened their own page",
    "meeting.called": "Called the meeting",
    "paper.address_kept": "Wrote down where the paper is shown",
    "paper.answered": "Answered a question of the paper's form",
    "paper.bundle": "Fetched the paper for the committee system",
    "paper.dates_moved": "Moved the days of the paper",
    "paper.difference_written": "Wrote in the paper what differs for children",
    "paper.figure": "Saw where a figure of the paper comes from",
    "paper.file": "Opened the signed paper",
    "paper.file_kept": "Made a file of the signed paper",
    "paper.line_agreed": "Agreed a committee line of the paper",
    "paper.lines_asked_again": "Asked leads again, since the plan's updates overtook their lines",
    "paper.line_written": "Wrote a committee line of the paper",
    "paper.lines": "Read the committee lines of the paper",
    "paper.route_set": "Named the authors and approvers of the paper",
    "paper.section_written": "Wrote a section of the paper",
    "paper.sent_for_approval": "Sent the paper for approval",
    "paper.text_closed": "Closed the text of the paper",
    "person.recorded": "Recorded the person",
    "plan.agreed": "Said when the plan was agreed",
    "plan.arrangements": "Saw who is shown whose part of the plan",
    "plan.doubts": "Saw the open doubts of the plan",
    "plan.parts": "Saw how the plan goes in each council",
    "plan.parts_csv": "Fetched how the plan goes in each council",
    "plan.print_operational": "Printed the operational plan",
    "plan.records_closed": "Closed the plan's past, by a signature",
    "post.held": "Recorded who holds the post",
    "post.opened": "Opened the post",
    "refused.not_allowed": "Was refused: their post does not allow it",
    "refused.not_visible": "Was told that there is nothing there",
    "risk.tied": "Said on which actions the risk hangs",
    "team.formed": "Recorded the team",
    "template.draft_changed": "Changed the draft of the template",
    "template.in_force": "Put the template in force",
    "template.parts_changed": "Changed the parts of the template",
    "template.priorities_changed": "Changed the council's priorities",
    "template.section_added": "Added a section to the template",
    "template.section_changed": "Changed a section of the template",
    "template.section_moved": "Moved a section of the template",
    "template.section_removed": "Took a section out of the template",
    "theme.added": "Added a theme to the plan",
}


def words_of(verb: str) -> str:
    """`plan.read` reads "Read the plan"; a verb that nobody has put into words yet reads as best it can."""
    if verb in WORDS:
        return WORDS[verb]
    noun, _, what = verb.partition(".")
    named = NOUNS.get(noun, noun.replace("_", " "))
    if what in LOOKS:
        return LOOKS[what].format(noun=named)
    if what in IRREGULAR or re.fullmatch(r"[a-z]+ed", what):
        return f"{what.capitalize()} the {named}"
    return verb.replace(".", ": ").replace("_", " ").capitalize()


def is_in_words(verb: str) -> bool:
    """Whether a verb reads as a sentence that anybody understands."""
    return verb in WORDS or ":" not in words_of(verb)


def wish_of(kind: str) -> str:
    """What somebody who was refused wanted, by the page that they asked for; empty where the page is not known."""
    line = table().get(kind)
    return line.words if line else ""


def looks() -> frozenset[str]:
    """The verbs of pages that somebody looked at, as the access table names them."""
    return frozenset(line.audit for line in table().values() if line.audit)


def record_words(ref: str) -> str:
    """What kind of record a ref stands for: plan, action, paper."""
    begin, dash, _ = ref.partition("-")
    return NOUNS.get(begin, begin) if dash and begin.isalpha() else ""


def more_words(keys: Mapping[str, object]) -> str:
    """Counts, days and codes that were kept with it, as a few words; hashes are left to the export."""
    told = [
        (str(name), value) for name, value in keys.items() if isinstance(value, (int, str)) and len(str(value)) <= 40
    ]
    return ", ".join(f"{name.replace('_', ' ')} {_plain(value)}" for name, value in told)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value).replace("_", " ")

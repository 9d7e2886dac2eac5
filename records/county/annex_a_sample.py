"""A sample of Ofsted's Annex A: the dataset's own rows as lists 1 to 9, six months back from the last entry, as CSVs.

Columns and lettered codes are those of the published form. The county has no adoptions: lists 10 and 11 are not made.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from records.county.care_tables import InCare, times_in_care
from records.county.census_sample import once_a_day
from records.county.dates import ENTERED_BY, NEVER, YEAR_DAYS, Array
from records.county.extracts import Column, Dates, Extract, write_csv
from records.county.people import People

MONTHS_BACK_DAYS = 183
ETHNICITIES = "WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT"
SOURCES = "1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10"
SOURCE_LETTERS = "a b c d e f g h i j k l m n o p p1 q r s t u"
CATEGORIES = {
    "Neglect": "a) Neglect",
    "Physical Abuse": "b) Physical abuse",
    "Sexual Abuse": "c) Sexual abuse",
    "Emotional Abuse": "d) Emotional abuse",
}
IN_TOUCH = {"Yes": "a) Yes", "No": "b) No", "REFU": "d) Refu", "NREQ": "e) NREQ"}

Table = dict[str, Column]


def write_annex_a(folder: Path, tables: dict[str, Extract], people: People, own_ids: Array) -> None:
    """Writes `list_1.csv` to `list_9.csv` from social care's tables; `own_ids` are its ids by person."""
    lists = _lists(tables)
    disabled = np.zeros(len(people), bool)
    disabled[tables["ssd_disability"].person] = True
    for number, (person, columns) in lists.items():
        about = _child(people, person, own_ids)
        if number > 3:
            about["Does the Child have a Disability"] = _yes(disabled[person])
        rest: Table = {} if number < 3 else {"Allocated Team": _blank(person), "Allocated Worker": _blank(person)}
        write_csv(folder / f"list_{number}.csv", {**about, **columns, **rest})


def _lists(tables: dict[str, Extract]) -> dict[int, tuple[Array, Table]]:
    return {
        1: _contacts(tables["ssd_contacts"]),
        2: _early_help(tables["ssd_early_help_episodes"]),
        3: _referrals(tables["ssd_cin_episodes"]),
        4: _assessments(tables["ssd_cin_assessments"]),
        5: _enquiries(tables["ssd_s47_enquiry"], tables["ssd_initial_cp_conference"]),
        6: _in_need(tables["ssd_cin_episodes"]),
        7: _protected(tables["ssd_cp_plans"]),
        8: _in_care(tables),
        9: _care_leavers(tables["ssd_care_leavers"]),
    }


def _child(people: People, person: Array, own_ids: Array) -> Table:
    letters = {code: f"{chr(ord('a') + n)}) {code}" for n, code in enumerate(ETHNICITIES.split())}
    return {
        "Child Unique ID": own_ids[person],
        "Gender": np.where(people.male[person], "a) Male", "b) Female"),
        "Ethnicity": _said(letters, people.ethnicity[person]),
        "Date of Birth": _british(people.born[person]),
        "Age of Child (Years)": ((ENTERED_BY - people.born[person]) / YEAR_DAYS).astype(int),
    }


def _contacts(extract: Extract) -> tuple[Array, Table]:
    """A child with several contacts from one source on one day is listed once."""
    on = _days(extract, "cont_contact_date")
    rows = extract.where(on >= ENTERED_BY - MONTHS_BACK_DAYS)
    source, on = _text(rows, "cont_contact_source_code"), _days(rows, "cont_contact_date")
    first = np.unique(np.stack([rows.person.astype(str), on.astype(str), source]), axis=1, return_index=True)[1]
    rows, source, on = rows.where(np.sort(first)), source[np.sort(first)], on[np.sort(first)]
    return rows.person, {"Date of Contact": _british(on), "Contact Source": _source(source)}


def _early_help(extract: Extract) -> tuple[Array, Table]:
    rows = _lately(extract, "earl_episode_start_date", "earl_episode_end_date")
    return rows.person, {
        "Assessment start date": _british(_days(rows, "earl_episode_start_date")),
        "Assessment completion date": _british(_days(rows, "earl_episode_end_date")),
        "Organisation completing assessment": _blank(rows.person),
    }


def _referrals(extract: Extract) -> tuple[Array, Table]:
    on = _days(extract, "cine_referral_date")
    rows = extract.where(once_a_day(extract.person, on, np.flatnonzero(on >= ENTERED_BY - MONTHS_BACK_DAYS)))
    return rows.person, {
        "Date of referral": _british(_days(rows, "cine_referral_date")),
        "Referral Source": _source(_text(rows, "cine_referral_source_code")),
        "Referral NFA?": _yes(_text(rows, "cine_referral_nfa") == "Y"),
        "Number of Referrals in Last 12 Months": _blank(rows.person),
    }


def _assessments(extract: Extract) -> tuple[Array, Table]:
    rows = _lately(extract, "cina_assessment_start_date", "cina_assessment_auth_date")
    return rows.person, {
        "Continuous Assessment Start Date": _british(_days(rows, "cina_assessment_start_date")),
        "Child Seen During Continuous Assessment": _yes(_text(rows, "cina_assessment_child_seen") == "Y"),
        "Continuous Assessment Date of Authorisation": _british(_days(rows, "cina_assessment_auth_date")),
        "Was the child assessed as requiring LA children's social care support?": _blank(rows.person),
    }


def _enquiries(extract: Extract, conferences: Extract) -> tuple[Array, Table]:
    rows = _lately(extract, "s47e_s47_start_date", "s47e_s47_end_date")
    held = dict(zip(_text(conferences, "icpc_s47_enquiry_id"), _days(conferences, "icpc_icpc_date"), strict=True))
    on = np.array([held.get(one, NEVER) for one in _text(rows, "s47e_s47_enquiry_id")], dtype=np.int64)
    return rows.person, {
        "Strategy discussion initiating Section 47 Enquiry Start Date": _british(_days(rows, "s47e_s47_start_date")),
        "Was an Initial Child Protection Conference deemed unnecessary?": _yes(on == NEVER),
        "Date of Initial Child Protection Conference": _british(on),
        "Did the Initial Child Protection Conference Result in a Child Protection Plan": _blank(rows.person),
        "Number of Section 47 Enquiries in the last 12 months": _blank(rows.person),
        "Number of ICPCs in the last 12 months": _blank(rows.person),
    }


def _in_need(extract: Extract) -> tuple[Array, Table]:
    """The latest episode of each child, without those who were only referred."""
    taken_on = extract.where(_text(extract, "cine_referral_nfa") != "Y")
    rows = _latest(_lately(taken_on, "cine_referral_date", "cine_close_date"), "cine_referral_date")
    closed = _days(rows, "cine_close_date")
    return rows.person, {
        "CIN Start Date": _british(_days(rows, "cine_referral_date")),
        "Primary Need Code": _text(rows, "cine_cin_primary_need_code"),
        "Date Child Was Last Seen": _blank(rows.person),
        "CIN Closure Date": _british(closed),
        "Reason for Closure": _text(rows, "cine_close_reason"),
        "Case Status": np.where(closed == NEVER, "c) Child in need plan", "e) Closed episode"),
    }


def _protected(extract: Extract) -> tuple[Array, Table]:
    rows = _latest(_lately(extract, "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"), "cppl_cp_plan_start_date")
    category = _said(CATEGORIES, _text(rows, "cppl_cp_plan_initial_category"))
    return rows.person, {
        "Child Protection Plan Start Date": _british(_days(rows, "cppl_cp_plan_start_date")),
        "Initial Category of Abuse": category,
        "Latest Category of Abuse": category,
        "Date of the Last Statutory Visit": _blank(rows.person),
        "Was the Child Seen Alone?": _blank(rows.person),
        "Date of latest review conference": _blank(rows.person),
        "Child Protection Plan End Date": _british(_days(rows, "cppl_cp_plan_end_date")),
        "Number of Previous Child Protection Plans": _blank(rows.person),
    }


def _in_care(tables: dict[str, Extract]) -> tuple[Array, Table]:
    """Each child's latest time in care, with the placement and the legal status that it came to."""
    every = times_in_care(tables["ssd_cla_episodes"])
    lately = np.flatnonzero(every.end >= ENTERED_BY - MONTHS_BACK_DAYS)
    last = lately[np.append(np.diff(every.person[lately]) != 0, True)[: len(lately)]]
    care = InCare(every.person[last], every.start[last], every.end[last])
    placed = _last_within(care, tables["ssd_cla_placement"], "clap_cla_placement_start_date")
    legal = _last_within(care, tables["ssd_legal_status"], "lega_legal_status_start_date")
    return care.person, {
        "Date Started to be Looked After": _british(care.start),
        "Start date of current legal status": _british(_days(legal, "lega_legal_status_start_date")),
        "Child's Legal Status": _text(legal, "lega_legal_status"),
        "Date Ceased to be Looked After": _british(care.end),
        "Start Date of Most Recent Placement": _british(_days(placed, "clap_cla_placement_start_date")),
        "Placement Type": _text(placed, "clap_cla_placement_type"),
        "Placement Provider": _text(placed, "clap_cla_placement_provider"),
        "Placement postcode": _blank(care.person),
        "URN of Placement": _blank(care.person),
    }


def _last_within(care: InCare, extract: Extract, start: str) -> Extract:
    """For each time in care the last row of `extract` that began in it."""
    days = _days(extract, start)
    order = np.lexsort((days, extract.person))
    key = extract.person[order].astype(np.int64) * 1_000_000 + days[order]
    until = np.minimum(care.end, ENTERED_BY).astype(np.int64)
    return extract.where(order[np.searchsorted(key, care.person.astype(np.int64) * 1_000_000 + until) - 1])


def _care_leavers(extract: Extract) -> tuple[Array, Table]:
    suitable = _text(extract, "clea_care_leaver_accom_suitable") == "Y"
    return extract.person, {
        "Allocated Personal Advisor": _blank(extract.person),
        "Eligibility Category": _text(extract, "clea_care_leaver_eligibility"),
        "Latest Pathway Plan Review Date": _british(_days(extract, "clea_pathway_plan_review_date")),
        "LA in Touch": _said(IN_TOUCH, _text(extract, "clea_care_leaver_in_touch")),
        "Latest Date of Contact": _british(_days(extract, "clea_care_leaver_latest_contact")),
        "Type of Accommodation": np.strings.add(
            _text(extract, "clea_care_leaver_accommodation").astype(str), ": as coded"
        ),
        "Suitability of Accommodation": np.where(suitable, "a) Suitable", "b) Unsuitable"),
        "Activity Status": np.strings.add(_text(extract, "clea_care_leaver_activity").astype(str), ": as coded"),
    }


def _lately(extract: Extract, start: str, end: str) -> Extract:
    """The rows open at any time in the months that the lists reach back, one for each child and day."""
    began, ended = _days(extract, start), _days(extract, end)
    rows = np.flatnonzero((ended >= ENTERED_BY - MONTHS_BACK_DAYS) & (began < ENTERED_BY))
    return extract.where(once_a_day(extract.person, began, rows))


def _latest(extract: Extract, start: str) -> Extract:
    order = np.lexsort((_days(extract, start), extract.person))
    last = np.append(np.diff(extract.person[order]) != 0, True)[: len(order)]
    return extract.where(order[last])


def _days(extract: Extract, name: str) -> Array:
    column = extract.columns[name]
    assert isinstance(column, Dates)
    return column.days


def _text(extract: Extract, name: str) -> Array:
    column = extract.columns[name]
    assert not isinstance(column, Dates)
    return column


def _source(codes: Array) -> Array:
    letters = dict(zip(SOURCES.split(), SOURCE_LETTERS.split(), strict=True))
    return np.array([f"{letters[code]}) {code}: as coded" for code in codes.tolist()], dtype=object)


def _said(words: dict[str, str], codes: Array) -> Array:
    return np.array([words[code] for code in codes.tolist()], dtype=object)


def _yes(mask: Array) -> Array:
    return np.where(mask, "a) Yes", "b) No")


def _blank(person: Array) -> Array:
    return np.full(len(person), "")


def _british(days: Array) -> Array:
    written = days.astype("datetime64[D]").astype(str)
    dated = [f"{one[8:]}/{one[5:7]}/{one[:4]}" for one in written.tolist()]
    return np.where(days == NEVER, "", np.array(dated, dtype=object)) if len(days) else np.array([], dtype=object)

"""The published evidence that an indicator may rest on: nothing is cited that we have not read.

Each says what the source supports and where we read it; none of them says that an indicator causes harm. What no
source that we read supports is an assumption of ours, and its indicator says so in as many words.
"""

from __future__ import annotations

from dataclasses import dataclass

ASSUMPTION = "our assumption: "  # how the source of an indicator begins that rests on no reference

DOMAIN, DATA, PUBLIC = "shared design, domain.md", "shared data, README.md", "public page, November 2026"


@dataclass(frozen=True)
class Reference:
    """What a source supports, where it was read (domain.md, the README of the shared data, or the public page of its
    publisher), and words that stand there."""

    supports: str
    read: str
    words: str


LGA = "LGA 2020 case study of Somerset's Violence Reduction Unit"
DFE_MOJ = "DfE/MoJ, Education, children's social care and offending"
DFE_MOJ_EVER = "DfE/MoJ, Education, children's social care and offending, by local authority"
ALSPAC = "ALSPAC with Avon & Somerset police data, 2025"
MOJ_KNIVES = "MoJ 2018, knife possession and school exclusion"
UCL = "UCL, exclusion among children in need"
EIF = "Early Intervention Foundation, likelihood rises with the number of risk factors"
HOME_OFFICE = "Home Office evaluation of Violence Reduction Units, year ending March 2021"
CIN_CENSUS = "DfE, Children in need, factors identified at the end of assessment (c3)"
CIN_NEEDS = "DfE, Children in need, primary need codes"
REFERRALS = "DfE, Children in need, referrals and re-referrals (c1)"
OUTCOMES = "Home Office, police outcome types: a charge is not proof"
HELLER = "Heller et al., NBER w30170"
NETWORKS = "Papachristos, Braga and Hureau 2012, Social networks and the risk of gunshot injury"
REPEATED = "Scottish Government, Repeat violent victimisation: evidence review"
TRANSITIONS = "Research in Practice and ADASS, Transitional safeguarding briefing"
RETURNS = "DfE guidance on children who go missing: a return home interview must be offered"
HARM_INDEX = "Cambridge Crime Harm Index: offences found by police activity counted apart"

SOURCES = {
    LGA: Reference(
        "hidden harm in the family network, displacement, people or places at risk, going missing, exploitation, "
        "services not reaching, lead professionals asked",
        DOMAIN,
        "Local Government Association's 2020 case studies",
    ),
    DFE_MOJ: Reference(
        "who was cautioned or sentenced for any offence, for serious violence, and often (prolific)",
        DOMAIN,
        "DfE/MoJ, Education, children's social care and offending",
    ),
    DFE_MOJ_EVER: Reference(
        "of those cautioned or sentenced for serious violence, the shares ever persistently absent, suspended, "
        "excluded, in alternative provision, in need, looked after",
        DATA,
        "ever persistently absent 85%, suspended 82%",
    ),
    ALSPAC: Reference("suspension or exclusion and later violence, adjusted", DOMAIN, "ALSPAC with Avon & Somerset"),
    MOJ_KNIVES: Reference("absence and exclusion beside knife possession, their order in time", DOMAIN, "MoJ 2018"),
    UCL: Reference("more exclusion among children in need, on a protection plan, looked after", DOMAIN, "| UCL |"),
    EIF: Reference("the number of risk factors, rather than any one of them", DOMAIN, "Early Intervention Foundation"),
    HOME_OFFICE: Reference(
        "which agencies' feeds a partnership needs at the level of the individual, and that those on school exclusion "
        "and on education, employment and training had gaps",
        DOMAIN,
        "The Home Office's evaluation of the Units (year ending March 2021)",
    ),
    CIN_CENSUS: Reference("the factors that social workers record", DOMAIN, "Assessment factors include going missing"),
    CIN_NEEDS: Reference("why a child is in need, by code", DOMAIN, "Children in need: N1 abuse or neglect"),
    REFERRALS: Reference("referrals and re-referrals, and how often", DATA, "children in need, referrals"),
    OUTCOMES: Reference("how far a report was taken", DOMAIN, "A charge is not proof"),
    HELLER: Reference("being shot can be predicted, rather than arrest", DOMAIN, "Heller et al. (NBER w30170)"),
    NETWORKS: Reference(
        "the closer in a network to somebody who was shot, the likelier to be shot; 763 people in Boston; abstract "
        "read",
        PUBLIC,
        "reduces the odds of gunshot victimization by 25 %",
    ),
    REPEATED: Reference(
        "much violence is suffered by the same people again, assault, robbery and theft alike; summary and conclusion "
        "read",
        PUBLIC,
        "violent crime is disproportionately suffered by repeat victims",
    ),
    TRANSITIONS: Reference(
        "harms can grow at 18, when professionals' involvement stops or shrinks; summary read",
        PUBLIC,
        "professional involvement or service support reduces or stops altogether",
    ),
    RETURNS: Reference(
        "a conversation after each return; read as Missing People quote the guidance, not that it lessens harm",
        PUBLIC,
        "requirement for local authorities to offer children a Return Home Interview",
    ),
    HARM_INDEX: Reference(
        "days of the starting point by offence; what police look for apart; values: codes/crime_harm_index.csv",
        DOMAIN,
        "Cambridge Crime Harm Index (days)",
    ),
}

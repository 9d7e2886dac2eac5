"""The published evidence that an indicator may rest on: nothing is cited that we have not read.

Each says what the source supports; none of them says that an indicator causes harm.
"""

from __future__ import annotations

LGA = "LGA 2020 case study of Somerset's Violence Reduction Unit"
DFE_MOJ = "DfE/MoJ, Education, children's social care and offending"
ALSPAC = "ALSPAC with Avon & Somerset police data, 2025"
MOJ_KNIVES = "MoJ 2018, knife possession and school exclusion"
UCL = "UCL, exclusion among children in need"
EIF = "Early Intervention Foundation, likelihood rises with the number of risk factors"
HOME_OFFICE = "Home Office evaluation of Violence Reduction Units, year ending March 2021"
CIN_CENSUS = "DfE, Children in need, factors identified at the end of assessment (c3)"
REFERRALS = "DfE, Children in need, referrals and re-referrals (c1)"
HELLER = "Heller et al., NBER w30170"
NETWORKS = "Papachristos, Braga and Hureau 2012, Social networks and the risk of gunshot injury"
REPEATED = "Scottish Government, Repeat violent victimisation: evidence review"
TRANSITIONS = "Research in Practice and ADASS, Transitional safeguarding briefing"
HARM_INDEX = "Cambridge Crime Harm Index: offences found by police activity counted apart"

SOURCES = {
    LGA: "hidden harm in the family network, displacement, going missing, exploitation, services not reaching",
    DFE_MOJ: "school and care experience of young people cautioned or sentenced for serious violence",
    ALSPAC: "suspension or exclusion and later violence, adjusted",
    MOJ_KNIVES: "absence and exclusion beside knife possession, and their order in time",
    UCL: "exclusion among children in need and looked-after children",
    EIF: "the number of risk factors, rather than any one of them",
    HOME_OFFICE: "which agencies' feeds a partnership needs at the level of the individual",
    CIN_CENSUS: "the factors that social workers record, and how often",
    REFERRALS: "referrals and re-referrals, and how often",
    HELLER: "being shot can be predicted, rather than arrest",
    NETWORKS: "the closer in a network to somebody who was shot, the likelier to be shot; Boston, abstract read",
    REPEATED: "few people suffer much of the violence; being harmed once makes it likelier again; conclusion read",
    TRANSITIONS: "harms can grow at 18, when professionals' involvement stops or shrinks; summary read",
    HARM_INDEX: "days of the starting point by offence; what police look for apart; values: codes/crime_harm_index.csv",
}

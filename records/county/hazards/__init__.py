"""What may happen in a life and how likely: one entry each, a yearly rate moved by factors on the log scale.

Every number is an assumption, set so that shares come near England's (DfE/MoJ; Children in need) and so that
each outcome befalls 3 to 5 in 100 eligible young people a year. Harm and involvement have different drivers.
"""

from __future__ import annotations

from records.county.hazards.adolescence import ADOLESCENCE, AT_SCHOOL
from records.county.hazards.answers import ANSWERS
from records.county.hazards.care import CARE
from records.county.hazards.harm import HARM
from records.county.hazards.home import HOME
from records.county.hazards.housing import HOUSING
from records.county.hazards.suspected import SUSPECTED

HAZARDS = (*HOME, *HOUSING, *CARE, *ADOLESCENCE, *AT_SCHOOL, *HARM, *SUSPECTED, *ANSWERS)

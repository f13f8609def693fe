from linli.wishes.models.campaigns import Campaign
from linli.wishes.models.claims import Claim, ClaimCount
from linli.wishes.models.draws import Draw, Entrant, Entry
from linli.wishes.models.lines import PlaceInLine
from linli.wishes.models.prices import PriceRules
from linli.wishes.models.submissions import CollectingLink, Submission
from linli.wishes.models.wishes import Wish

__all__ = [
    "Campaign",
    "Claim",
    "ClaimCount",
    "CollectingLink",
    "Draw",
    "Entrant",
    "Entry",
    "PlaceInLine",
    "PriceRules",
    "Submission",
    "Wish",
]

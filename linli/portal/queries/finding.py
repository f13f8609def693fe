"""Finding the community that an office is of, when it is set up."""

from linli.places.reading import divisions

STREETS = 3


def find_communities(text: str, limit: int = 30) -> list[divisions.Division]:
    """The communities that a text means; where it means none, those of the streets and towns it means."""
    found = divisions.search(text, limit, level="community")
    if not found:
        streets = divisions.search(text, STREETS, level="street")
        found = [place for street in streets for place in divisions.children(street.code)][:limit]
    return found

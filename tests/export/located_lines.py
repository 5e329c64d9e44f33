"""What a gazetteer puts beside lines; the places are those of our examples, at made-up points."""

from __future__ import annotations


def candidate(number, name, latitude, longitude, score):
    return {
        "id": number,
        "name": name,
        "country": "XA",
        "admin1": "01",
        "latitude": latitude,
        "longitude": longitude,
        "feature": "PPL",
        "population": 1200,
        "score": score,
        "reasons": ["country named"],
    }


def place(path, name, candidates=(), chosen=None, field="name", precision=(None, None)):
    return {
        "path": path,
        "field": field,
        "name": name,
        "phrase": None,
        "precision": dict(zip(("ged_where_prec", "acled_geo_precision"), precision, strict=True)),
        "chosen": chosen,
        "candidates": list(candidates),
    }


def locations(*places):
    return {"gazetteer": "own", "places": list(places)}


def with_places(line):
    """A line whose first place is clear, the second ambiguous, the others unknown."""
    names = [one["name"] for one in line["data"]["places"]]
    near, far = candidate(1, "Near", 10.5, 20.25, 0.9), candidate(2, "Far", -33.0, -60.5, 0.88)
    known = [
        place("places.0", names[0], (near, far), chosen=0, precision=(2, 2)),
        place("places.1", names[1], (near, far)),
    ]
    unknown = [place(f"places.{n}", name) for n, name in enumerate(names[2:], start=2)]
    return line | {"locations": locations(*known, *unknown)}

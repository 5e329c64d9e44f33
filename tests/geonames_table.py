"""Tables in the columns of GeoNames."""

from __future__ import annotations

import zipfile

COLUMNS = 19


def row(identity, name, country, latitude, longitude, people, **more):
    """One line; ``others``, ``admin1``, ``feature`` and ``kind`` as keywords."""
    cells = [""] * COLUMNS
    cells[0], cells[1], cells[2] = str(identity), name, name
    cells[3] = ",".join(more.get("others", ()))
    cells[4], cells[5] = str(latitude), str(longitude)
    cells[6], cells[7] = more.get("kind", "P"), more.get("feature", "PPL")
    cells[8], cells[10] = country, more.get("admin1", "")
    cells[14], cells[17], cells[18] = str(people), "Etc/UTC", "2027-01-01"
    return "\t".join(cells)


def write_table(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in rows), "utf-8")
    return path


def write_zip(path, rows, name="LB.txt"):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "what the columns are")
        archive.writestr(name, "".join(f"{line}\n" for line in rows))
    return path


# Enough to tell two towns of one name apart.
FEW = (
    row(2210247, "Tripoli", "LY", 32.887, 13.187, 1302947, admin1="77"),
    row(266826, "Tripoli", "LB", 34.434, 35.844, 229398, admin1="09", others=("Trablous",)),
    row(276781, "Beirut", "LB", 33.889, 35.495, 1916100, admin1="04"),
    row(272103, "Lebanon", "LB", 33.833, 35.833, 6848925, kind="A", feature="PCLI"),
    row(266045, "Zahlé", "LB", 33.846, 35.902, 78145, admin1="08"),
)

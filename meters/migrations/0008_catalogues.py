"""Note codes of readers and kinds of documents that a utility begins with; it changes and adds to them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

#: Code, Greek, English, no reading is possible, asks for a photo.
NOTES = (
    ("closed_gate", "Κλειστή πόρτα", "Closed gate", True, False),
    ("nobody", "Απουσία ενοίκου", "Nobody at home", True, False),
    ("dog", "Σκύλος", "Dog", True, False),
    ("buried", "Θαμμένο φρεάτιο", "Buried box", True, True),
    ("blocked", "Όχημα ή υλικά πάνω στο φρεάτιο", "Box blocked by a car or goods", True, True),
    ("flooded", "Πλημμυρισμένο φρεάτιο", "Flooded box", True, True),
    ("not_found", "Δεν βρέθηκε το υδρόμετρο", "Meter not found", True, True),
    ("broken_glass", "Σπασμένο τζάμι", "Broken glass", True, True),
    ("unreadable", "Δυσανάγνωστη ένδειξη", "Register cannot be read", True, True),
    ("stopped", "Σταματημένο υδρόμετρο", "Stopped meter", False, True),
    ("reversed", "Ανάποδα τοποθετημένο", "Meter fitted the wrong way round", False, True),
    ("leak", "Διαρροή στο φρεάτιο", "Leak in the box", False, True),
    ("no_seal", "Χωρίς σφραγίδα", "Seal missing", False, True),
    ("other_meter", "Άλλος αριθμός υδρομέτρου", "Another serial number", False, True),
    ("no_lid", "Χωρίς καπάκι", "Lid missing", False, True),
)
#: Code, Greek, English, effect, series, asks for evidence, executed on the spot, undone by.
KINDS = (
    ("connection", "Σύνδεση παροχής", "Connection", "connect", "ΣΥΝ", True, True, "removal"),
    ("disconnection", "Διακοπή παροχής", "Disconnection", "disconnect", "ΔΙΑ", False, True, "reconnection"),
    ("reconnection", "Επανασύνδεση παροχής", "Reconnection", "reconnect", "ΕΠΑ", False, True, "disconnection"),
    ("exchange", "Αλλαγή υδρομέτρου", "Meter exchange", "exchange", "ΑΛΛ", False, True, "exchange"),
    ("transfer", "Αλλαγή υπόχρεου", "Transfer of liability", "transfer", "ΜΕΤ", True, False, "transfer"),
    ("removal", "Κατάργηση παροχής", "Removal", "remove", "ΚΑΤ", False, True, "connection"),
)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write what is not there yet."""
    notes = apps.get_model("meters", "NoteCode")
    for position, (code, greek, english, prevents, photo) in enumerate(NOTES, 1):
        notes.objects.get_or_create(
            code=code,
            defaults={
                "name_el": greek, "name_en": english, "prevents_reading": prevents, "asks_photo": photo,
                "position": position * 10,
            },
        )  # fmt: skip
    kinds = apps.get_model("meters", "DocumentKind")
    for code, greek, english, effect, series, evidence, visit, _undone_by in KINDS:
        kinds.objects.get_or_create(
            code=code,
            defaults={
                "name_el": greek, "name_en": english, "effect": effect, "series_code": series,
                "needs_evidence": evidence, "needs_visit": visit,
            },
        )  # fmt: skip
    for code, *_rest, undone_by in KINDS:
        kinds.objects.filter(code=code, reversal__isnull=True).update(reversal=kinds.objects.get(code=undone_by))


class Migration(migrations.Migration):
    """Fill the catalogues; taking it back leaves them, the tables go with the migration before."""

    dependencies = [("meters", "0007_standing_readings")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

"""The kinds of files that every utility has; more are added as rows."""

from django.db import migrations

SQL = """
INSERT INTO documents_attachmentkind (code, name_el, name_en, position, is_offered) VALUES
    ('document', 'Έγγραφο', 'Paper', 10, true),
    ('application', 'Αίτηση', 'Application', 20, true),
    ('contract', 'Σύμβαση', 'Contract', 30, true),
    ('evidence', 'Δικαιολογητικό', 'Evidence', 40, true),
    ('decision', 'Απόφαση', 'Decision', 50, true),
    ('letter', 'Επιστολή', 'Letter', 60, true),
    ('invoice', 'Τιμολόγιο', 'Invoice', 70, true),
    ('photo', 'Φωτογραφία', 'Photo', 80, true),
    ('video', 'Βίντεο', 'Video', 90, true),
    ('voice', 'Ηχογράφηση', 'Voice note', 100, true),
    ('drawing', 'Σχέδιο', 'Drawing', 110, true),
    ('sheet', 'Υπολογιστικό φύλλο', 'Spreadsheet', 120, true),
    ('report', 'Έκθεση', 'Report', 130, true),
    ('manual', 'Εγχειρίδιο', 'Manual', 140, true),
    ('print', 'Εκτύπωση', 'Print', 900, false)
"""
UNDO = "DELETE FROM documents_attachmentkind"


class Migration(migrations.Migration):
    """Add the rows."""

    dependencies = [("documents", "0002_archive")]
    operations = [migrations.RunSQL(SQL, UNDO)]

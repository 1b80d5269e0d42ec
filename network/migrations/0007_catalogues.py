"""What the catalogues begin with: materials, sizes and types that Greek utilities order."""

from django.db import migrations

# Inner diameters: EN 1452 (PVC-U), EN 12201 (PE 100), EN 545 (ductile iron, nominal bore).
SQL = """
INSERT INTO network_material (code, name_el, name_en, is_offered, roughness, life_years) VALUES
    ('PVC', 'PVC (πολυβινυλοχλωρίδιο)', 'PVC', true, 140, 50),
    ('PE', 'Πολυαιθυλένιο (PE)', 'Polyethylene (PE)', true, 140, 50),
    ('DI', 'Ελατός χυτοσίδηρος', 'Ductile iron', true, 130, 80),
    ('CI', 'Χυτοσίδηρος', 'Cast iron', true, 100, 80),
    ('AC', 'Αμιαντοτσιμέντο', 'Asbestos cement', true, 120, 50),
    ('ST', 'Χάλυβας', 'Steel', true, 110, 50),
    ('GI', 'Γαλβανισμένος σιδηροσωλήνας', 'Galvanised iron', true, 100, 30),
    ('GRP', 'Υαλοπλισμένο πολυμερές (GRP)', 'Glass reinforced plastic (GRP)', true, 145, 50),
    ('CONC', 'Σκυρόδεμα', 'Concrete', true, 110, 60),
    ('VC', 'Πηλός (γκρε)', 'Vitrified clay', true, 110, 80),
    ('CU', 'Χαλκός', 'Copper', true, 130, 50),
    ('UNKNOWN', 'Άγνωστο', 'Unknown', true, 110, NULL);
INSERT INTO network_pipesize (material_id, name, outer_mm, inner_mm, is_offered)
SELECT m.id, v.name, v.outer_mm, v.inner_mm, true
FROM (VALUES
    ('PVC', 'Φ63 PN10', 63, 57.0),
    ('PVC', 'Φ75 PN10', 75, 67.8),
    ('PVC', 'Φ90 PN10', 90, 81.4),
    ('PVC', 'Φ110 PN10', 110, 101.6),
    ('PVC', 'Φ125 PN10', 125, 115.4),
    ('PVC', 'Φ140 PN10', 140, 129.2),
    ('PVC', 'Φ160 PN10', 160, 147.6),
    ('PVC', 'Φ180 PN10', 180, 166.2),
    ('PVC', 'Φ200 PN10', 200, 184.6),
    ('PVC', 'Φ225 PN10', 225, 207.8),
    ('PVC', 'Φ250 PN10', 250, 230.8),
    ('PVC', 'Φ280 PN10', 280, 258.6),
    ('PVC', 'Φ315 PN10', 315, 290.8),
    ('PVC', 'Φ355 PN10', 355, 327.8),
    ('PVC', 'Φ400 PN10', 400, 369.4),
    ('PE', 'Φ32 PN10', 32, 28.0),
    ('PE', 'Φ40 PN10', 40, 35.2),
    ('PE', 'Φ50 PN10', 50, 44.0),
    ('PE', 'Φ63 PN10', 63, 55.4),
    ('PE', 'Φ75 PN10', 75, 66.0),
    ('PE', 'Φ90 PN10', 90, 79.2),
    ('PE', 'Φ110 PN10', 110, 96.8),
    ('PE', 'Φ125 PN10', 125, 110.2),
    ('PE', 'Φ140 PN10', 140, 123.4),
    ('PE', 'Φ160 PN10', 160, 141.0),
    ('PE', 'Φ180 PN10', 180, 158.6),
    ('PE', 'Φ200 PN10', 200, 176.2),
    ('PE', 'Φ225 PN10', 225, 198.2),
    ('PE', 'Φ250 PN10', 250, 220.4),
    ('PE', 'Φ280 PN10', 280, 246.8),
    ('PE', 'Φ315 PN10', 315, 277.6),
    ('PE', 'Φ355 PN10', 355, 312.8),
    ('PE', 'Φ400 PN10', 400, 352.6),
    ('PE', 'Φ32 PN16', 32, 26.0),
    ('PE', 'Φ40 PN16', 40, 32.6),
    ('PE', 'Φ50 PN16', 50, 40.8),
    ('PE', 'Φ63 PN16', 63, 51.4),
    ('PE', 'Φ75 PN16', 75, 61.4),
    ('PE', 'Φ90 PN16', 90, 73.6),
    ('PE', 'Φ110 PN16', 110, 90.0),
    ('PE', 'Φ125 PN16', 125, 102.2),
    ('PE', 'Φ140 PN16', 140, 114.6),
    ('PE', 'Φ160 PN16', 160, 130.8),
    ('PE', 'Φ180 PN16', 180, 147.2),
    ('PE', 'Φ200 PN16', 200, 163.6),
    ('PE', 'Φ225 PN16', 225, 184.0),
    ('PE', 'Φ250 PN16', 250, 204.6),
    ('PE', 'Φ280 PN16', 280, 229.2),
    ('PE', 'Φ315 PN16', 315, 257.8),
    ('DI', 'DN80', 98, 80),
    ('DI', 'DN100', 118, 100),
    ('DI', 'DN125', 144, 125),
    ('DI', 'DN150', 170, 150),
    ('DI', 'DN200', 222, 200),
    ('DI', 'DN250', 274, 250),
    ('DI', 'DN300', 326, 300),
    ('DI', 'DN350', 378, 350),
    ('DI', 'DN400', 429, 400),
    ('DI', 'DN500', 532, 500),
    ('DI', 'DN600', 635, 600)
) AS v (code, name, outer_mm, inner_mm)
JOIN network_material AS m ON m.code = v.code;
INSERT INTO network_assettype (code, name_el, name_en, is_offered, asset_class) VALUES
    ('GATE', 'Δικλείδα σύρτου', 'Gate valve', true, 'shutoff'),
    ('BUTTERFLY', 'Πεταλούδα', 'Butterfly valve', true, 'shutoff'),
    ('BALL', 'Σφαιρική βάνα', 'Ball valve', true, 'shutoff'),
    ('HYDRANT-ABOVE', 'Πυροσβεστικός κρουνός υπέργειος', 'Pillar hydrant', true, 'hydrant'),
    ('HYDRANT-BELOW', 'Πυροσβεστικός κρουνός υπόγειος', 'Underground hydrant', true, 'hydrant'),
    ('MANHOLE-PRECAST', 'Φρεάτιο προκατασκευασμένο', 'Precast manhole', true, 'manhole'),
    ('MANHOLE-CAST', 'Φρεάτιο χυτό επί τόπου', 'Manhole cast in place', true, 'manhole'),
    ('METER-MAG', 'Ηλεκτρομαγνητικός μετρητής', 'Electromagnetic meter', true, 'meter'),
    ('METER-US', 'Μετρητής υπερήχων', 'Ultrasonic meter', true, 'meter'),
    ('METER-WOLTMAN', 'Μετρητής Woltman', 'Woltman meter', true, 'meter'),
    ('TEE', 'Ταυ', 'Tee', true, 'fitting'),
    ('BEND', 'Καμπύλη', 'Bend', true, 'fitting'),
    ('REDUCER', 'Συστολή', 'Reducer', true, 'fitting'),
    ('CAP', 'Τάπα', 'End cap', true, 'fitting'),
    ('SADDLE', 'Σέλα παροχής', 'Saddle', true, 'fitting');
INSERT INTO network_material (code, name_el, name_en, is_offered, roughness)
SELECT DISTINCT left(t.text, 30), t.text, t.text, true, 110 FROM network_material_text AS t
WHERE NOT EXISTS (SELECT 1 FROM network_material AS m WHERE m.code = left(t.text, 30));
UPDATE network_pipe AS p SET material_id = m.id
FROM network_material_text AS t JOIN network_material AS m ON m.code = left(t.text, 30)
WHERE p.id = t.id;
DROP TABLE network_material_text;
"""
UNDO = """
CREATE TABLE network_material_text AS
SELECT p.id, m.code AS text FROM network_pipe AS p JOIN network_material AS m ON m.id = p.material_id;
UPDATE network_pipe SET material_id = NULL;
DELETE FROM network_pipesize;
DELETE FROM network_material;
DELETE FROM network_assettype;
"""


class Migration(migrations.Migration):
    """Fill the catalogues; name the materials that were written on pipes."""

    dependencies = [("network", "0006_network_whole")]
    operations = [migrations.RunSQL(SQL, UNDO)]

"""The whole network: lifecycles, sewers, shut-off valves, stations, service lines, edits, reports and runs."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0005_indexes_by_code'),
        ('parties', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AssetType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True, verbose_name='code')),
                ('name_el', models.CharField(max_length=80, verbose_name='Greek name')),
                ('name_en', models.CharField(max_length=80, verbose_name='English name')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered in forms')),
                ('asset_class', models.CharField(choices=[('shutoff', 'Shut-off valve'), ('hydrant', 'Hydrant'), ('manhole', 'Manhole'), ('meter', 'Flow meter'), ('fitting', 'Fitting')], max_length=10, verbose_name='type of')),
            ],
            options={
                'verbose_name': 'type',
                'verbose_name_plural': 'types',
                'ordering': ('code',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AssetTypeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=30, verbose_name='code')),
                ('name_el', models.CharField(max_length=80, verbose_name='Greek name')),
                ('name_en', models.CharField(max_length=80, verbose_name='English name')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered in forms')),
                ('asset_class', models.CharField(choices=[('shutoff', 'Shut-off valve'), ('hydrant', 'Hydrant'), ('manhole', 'Manhole'), ('meter', 'Flow meter'), ('fitting', 'Fitting')], max_length=10, verbose_name='type of')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CriticalityRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('segments', models.PositiveIntegerField(default=0, verbose_name='segments')),
                ('valves', models.PositiveIntegerField(default=0, verbose_name='valves')),
            ],
            options={
                'verbose_name': 'criticality run',
                'verbose_name_plural': 'criticality runs',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='ImportProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('mapping', models.JSONField(verbose_name='mapping')),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'import profile',
                'verbose_name_plural': 'import profiles',
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='LinkResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('node', 'Node'), ('pipe', 'Pipe'), ('valve', 'Valve'), ('pump', 'Pump'), ('shutoff', 'Shut-off valve'), ('service', 'Service line')], max_length=8)),
                ('link_id', models.BigIntegerField()),
                ('flow_l_s', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ('velocity_m_s', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ('highest_velocity_m_s', models.FloatField()),
                ('highest_flow_l_s', models.FloatField(help_text='The flow of the largest size, with its sign')),
                ('geom_3857', django.contrib.gis.db.models.fields.LineStringField(srid=3857)),
            ],
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True, verbose_name='code')),
                ('name_el', models.CharField(max_length=80, verbose_name='Greek name')),
                ('name_en', models.CharField(max_length=80, verbose_name='English name')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered in forms')),
                ('roughness', models.DecimalField(decimal_places=1, help_text='Hazen-Williams coefficient of a pipe in use, where nobody measured', max_digits=6, verbose_name='roughness')),
                ('life_years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='expected life (years)')),
            ],
            options={
                'verbose_name': 'material',
                'verbose_name_plural': 'materials',
                'ordering': ('code',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MaterialEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=30, verbose_name='code')),
                ('name_el', models.CharField(max_length=80, verbose_name='Greek name')),
                ('name_en', models.CharField(max_length=80, verbose_name='English name')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered in forms')),
                ('roughness', models.DecimalField(decimal_places=1, help_text='Hazen-Williams coefficient of a pipe in use, where nobody measured', max_digits=6, verbose_name='roughness')),
                ('life_years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='expected life (years)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NetworkEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('kind', models.CharField(choices=[('add', 'Added'), ('change', 'Changed'), ('move', 'Moved'), ('split', 'Split'), ('join', 'Joined'), ('reverse', 'Reversed'), ('reconnect', 'Reconnected'), ('merge', 'Merged'), ('delete', 'Deleted'), ('check', 'Checked in the field'), ('repair', 'Repaired'), ('undo', 'Undone')], max_length=10, verbose_name='what was done')),
                ('summary', models.CharField(max_length=200, verbose_name='codes of what was touched')),
                ('before', models.JSONField(help_text='Rows by table, as they were; of those that came to be, none')),
                ('after', models.JSONField(help_text='Rows by table, as they became; of those that went, none')),
                ('geom', django.contrib.gis.db.models.fields.GeometryField(null=True, spatial_index=False, srid=2100, verbose_name='where')),
            ],
            options={
                'verbose_name': 'edit of the network',
                'verbose_name_plural': 'edits of the network',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='NodeResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('demand_l_s', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ('head_m', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ('pressure_m', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ('lowest_pressure_m', models.FloatField()),
                ('highest_pressure_m', models.FloatField()),
                ('geom_3857', django.contrib.gis.db.models.fields.PointField(srid=3857)),
            ],
        ),
        migrations.CreateModel(
            name='PipeSize',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As it is ordered: DN100, Φ110 PN16', max_length=30, verbose_name='name')),
                ('outer_mm', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='outer diameter (mm)')),
                ('inner_mm', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='inner diameter (mm)')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered in forms')),
            ],
            options={
                'verbose_name': 'pipe size',
                'verbose_name_plural': 'pipe sizes',
                'ordering': ('material', 'inner_mm'),
            },
        ),
        migrations.CreateModel(
            name='PipeSizeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(help_text='As it is ordered: DN100, Φ110 PN16', max_length=30, verbose_name='name')),
                ('outer_mm', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='outer diameter (mm)')),
                ('inner_mm', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='inner diameter (mm)')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered in forms')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('hours', models.PositiveSmallIntegerField(default=0, help_text='0 is one moment', verbose_name='hours')),
                ('demands', models.CharField(default='model', help_text='From the model or from metered consumption', max_length=10, verbose_name='demands')),
                ('demands_from', models.DateField(blank=True, null=True, verbose_name='consumption from')),
                ('demands_to', models.DateField(blank=True, null=True, verbose_name='consumption to')),
                ('closed', models.JSONField(blank=True, default=list, help_text='Keys of the shut-off valves that the scenario takes for closed', verbose_name='closed besides')),
                ('figures', models.JSONField(blank=True, default=dict, verbose_name='figures')),
            ],
            options={
                'verbose_name': 'scenario',
                'verbose_name_plural': 'scenarios',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('pipes', models.PositiveIntegerField(verbose_name='pipes')),
                ('length_m', models.FloatField(verbose_name='length (m)')),
                ('valves', models.PositiveIntegerField(verbose_name='valves to close')),
                ('connections', models.PositiveIntegerField(default=0, verbose_name='connections')),
                ('people', models.PositiveIntegerField(default=0, verbose_name='people')),
                ('dry_pipes', models.PositiveIntegerField(default=0, verbose_name='pipes dry behind it')),
                ('dry_length_m', models.FloatField(default=0, verbose_name='length dry behind it (m)')),
                ('dry_connections', models.PositiveIntegerField(default=0, verbose_name='connections dry behind it')),
                ('dry_people', models.PositiveIntegerField(default=0, verbose_name='people dry behind it')),
                ('geom', django.contrib.gis.db.models.fields.GeometryField(null=True, spatial_index=False, srid=2100, verbose_name='lines')),
            ],
            options={
                'verbose_name': 'segment',
                'verbose_name_plural': 'segments',
            },
        ),
        migrations.CreateModel(
            name='ServiceLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('pipe_fraction', models.FloatField(verbose_name='place along the pipe')),
                ('geom', django.contrib.gis.db.models.fields.LineStringField(spatial_index=False, srid=2100, verbose_name='line')),
                ('geom_3857', models.GeneratedField(db_persist=True, expression=models.Func(models.F('geom'), models.Value(3857), function='ST_Transform'), output_field=django.contrib.gis.db.models.fields.LineStringField(spatial_index=False, srid=3857))),
                ('lifecycle', models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle')),
                ('diameter_mm', models.DecimalField(blank=True, decimal_places=3, max_digits=8, null=True, verbose_name='diameter (mm)')),
                ('laid_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year laid')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
            ],
            options={
                'verbose_name': 'service line',
                'verbose_name_plural': 'service lines',
            },
        ),
        migrations.CreateModel(
            name='ServiceLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('pipe_fraction', models.FloatField(verbose_name='place along the pipe')),
                ('geom', django.contrib.gis.db.models.fields.LineStringField(spatial_index=False, srid=2100, verbose_name='line')),
                ('lifecycle', models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle')),
                ('diameter_mm', models.DecimalField(blank=True, decimal_places=3, max_digits=8, null=True, verbose_name='diameter (mm)')),
                ('laid_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year laid')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ShutoffValve',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('at_end', models.BooleanField(help_text='Between the pipe and its end node; else its start node', verbose_name="at the pipe's end")),
                ('offset_m', models.FloatField(db_default=0, default=0, help_text='Along the pipe', verbose_name='distance from the node (m)')),
                ('geom', django.contrib.gis.db.models.fields.PointField(editable=False, help_text='Made by the database from the pipe and the distance', spatial_index=False, srid=2100, verbose_name='position')),
                ('geom_3857', models.GeneratedField(db_persist=True, expression=models.Func(models.F('geom'), models.Value(3857), function='ST_Transform'), output_field=django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=3857))),
                ('lifecycle', models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle')),
                ('diameter_mm', models.DecimalField(blank=True, decimal_places=3, max_digits=8, null=True, verbose_name='diameter (mm)')),
                ('state', models.CharField(choices=[('open', 'Open'), ('throttled', 'Throttled'), ('closed', 'Closed')], db_default='open', default='open', max_length=10, verbose_name='state')),
                ('condition', models.CharField(choices=[('working', 'Working'), ('stuck', 'Stuck'), ('buried', 'Buried'), ('not_found', 'Not found')], db_default='working', default='working', max_length=10, verbose_name='condition')),
                ('turns', models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True, verbose_name='turns to close')),
                ('installed_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year installed')),
                ('last_worked_on', models.DateField(blank=True, null=True, verbose_name='last worked')),
                ('remarks', models.CharField(blank=True, db_default='', default='', max_length=400, verbose_name='remarks')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
            ],
            options={
                'verbose_name': 'shut-off valve',
                'verbose_name_plural': 'shut-off valves',
            },
        ),
        migrations.CreateModel(
            name='ShutoffValveEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('at_end', models.BooleanField(help_text='Between the pipe and its end node; else its start node', verbose_name="at the pipe's end")),
                ('offset_m', models.FloatField(db_default=0, default=0, help_text='Along the pipe', verbose_name='distance from the node (m)')),
                ('lifecycle', models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle')),
                ('diameter_mm', models.DecimalField(blank=True, decimal_places=3, max_digits=8, null=True, verbose_name='diameter (mm)')),
                ('state', models.CharField(choices=[('open', 'Open'), ('throttled', 'Throttled'), ('closed', 'Closed')], db_default='open', default='open', max_length=10, verbose_name='state')),
                ('condition', models.CharField(choices=[('working', 'Working'), ('stuck', 'Stuck'), ('buried', 'Buried'), ('not_found', 'Not found')], db_default='working', default='working', max_length=10, verbose_name='condition')),
                ('turns', models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True, verbose_name='turns to close')),
                ('installed_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year installed')),
                ('last_worked_on', models.DateField(blank=True, null=True, verbose_name='last worked')),
                ('remarks', models.CharField(blank=True, db_default='', default='', max_length=400, verbose_name='remarks')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Station',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('pumping', 'Pumping station'), ('sewage', 'Sewage pumping station'), ('water', 'Water treatment plant'), ('treatment', 'Sewage treatment plant'), ('chamber', 'Valve chamber')], max_length=10, verbose_name='kind')),
                ('lifecycle', models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle')),
                ('geom', django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=2100, verbose_name='position')),
                ('geom_3857', models.GeneratedField(db_persist=True, expression=models.Func(models.F('geom'), models.Value(3857), function='ST_Transform'), output_field=django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=3857))),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
            ],
            options={
                'verbose_name': 'station',
                'verbose_name_plural': 'stations',
            },
        ),
        migrations.CreateModel(
            name='StationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('pumping', 'Pumping station'), ('sewage', 'Sewage pumping station'), ('water', 'Water treatment plant'), ('treatment', 'Sewage treatment plant'), ('chamber', 'Valve chamber')], max_length=10, verbose_name='kind')),
                ('lifecycle', models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle')),
                ('geom', django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=2100, verbose_name='position')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TopologyFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_name', models.CharField(max_length=40, verbose_name='check')),
                ('severity', models.CharField(choices=[('error', 'Error'), ('warning', 'Warning'), ('note', 'Note')], max_length=8, verbose_name='severity')),
                ('object_kind', models.CharField(choices=[('node', 'Node'), ('pipe', 'Pipe'), ('valve', 'Valve'), ('pump', 'Pump'), ('shutoff', 'Shut-off valve'), ('service', 'Service line')], max_length=8, verbose_name='object')),
                ('object_id', models.BigIntegerField()),
                ('object_code', models.CharField(max_length=60, verbose_name='code')),
                ('figure', models.FloatField(blank=True, help_text="What was measured, in the check's unit", null=True, verbose_name='figure')),
                ('other_code', models.CharField(blank=True, db_default='', default='', max_length=60, verbose_name='other object')),
                ('geom', django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=2100, verbose_name='position')),
                ('repaired_at', models.DateTimeField(blank=True, null=True, verbose_name='repaired')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ('report', 'check_name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='TopologyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('counts', models.JSONField(default=dict, help_text='Findings by check')),
            ],
            options={
                'verbose_name': 'topology report',
                'verbose_name_plural': 'topology reports',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='ValveCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request_key', models.UUIDField(help_text='The same request twice is one check', unique=True, verbose_name='request key')),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='checked')),
                ('turns', models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True, verbose_name='turns made')),
                ('state', models.CharField(choices=[('open', 'Open'), ('throttled', 'Throttled'), ('closed', 'Closed')], max_length=10, verbose_name='state')),
                ('condition', models.CharField(choices=[('working', 'Working'), ('stuck', 'Stuck'), ('buried', 'Buried'), ('not_found', 'Not found')], max_length=10, verbose_name='condition')),
                ('position', django.contrib.gis.db.models.fields.PointField(blank=True, null=True, spatial_index=False, srid=2100, verbose_name='position of the device')),
                ('accuracy_m', models.FloatField(blank=True, null=True, verbose_name='accuracy (m)')),
                ('remarks', models.CharField(blank=True, max_length=400, verbose_name='remarks')),
            ],
            options={
                'verbose_name': 'check of a valve',
                'verbose_name_plural': 'checks of valves',
                'ordering': ('-checked_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='ValveCriticality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_length_m', models.FloatField(verbose_name='length added (m)')),
                ('added_connections', models.PositiveIntegerField(default=0, verbose_name='connections added')),
                ('added_people', models.PositiveIntegerField(default=0, verbose_name='people added')),
                ('total_connections', models.PositiveIntegerField(default=0, verbose_name='connections in all')),
                ('rank', models.PositiveIntegerField(help_text='1 is the valve whose failure costs most', verbose_name='rank')),
            ],
            options={
                'verbose_name': 'criticality of a valve',
                'verbose_name_plural': 'criticality of valves',
                'ordering': ('run', 'rank'),
            },
        ),
        migrations.CreateModel(
            name='ZoneInlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'inlet of a zone',
                'verbose_name_plural': 'inlets of zones',
            },
        ),
        migrations.CreateModel(
            name='ZoneInletEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ZonePipe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='node',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='node',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='pipe',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='pipe',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='pump',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='pump',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='supplysystem',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='supplysystem',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='valve',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='valve',
            name='update_update',
        ),
        migrations.RemoveConstraint(
            model_name='node',
            name='node_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='valve',
            name='valve_kind_known',
        ),
        migrations.AddField(
            model_name='node',
            name='installed_year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year installed'),
        ),
        migrations.AddField(
            model_name='node',
            name='invert_m',
            field=models.DecimalField(blank=True, decimal_places=4, help_text="Height of a manhole's bottom", max_digits=10, null=True, verbose_name='invert (m)'),
        ),
        migrations.AddField(
            model_name='node',
            name='lifecycle',
            field=models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle'),
        ),
        migrations.AddField(
            model_name='node',
            name='remarks',
            field=models.CharField(blank=True, db_default='', default='', max_length=400, verbose_name='remarks'),
        ),
        migrations.AddField(
            model_name='node',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name='nodeevent',
            name='installed_year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year installed'),
        ),
        migrations.AddField(
            model_name='nodeevent',
            name='invert_m',
            field=models.DecimalField(blank=True, decimal_places=4, help_text="Height of a manhole's bottom", max_digits=10, null=True, verbose_name='invert (m)'),
        ),
        migrations.AddField(
            model_name='nodeevent',
            name='lifecycle',
            field=models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle'),
        ),
        migrations.AddField(
            model_name='nodeevent',
            name='remarks',
            field=models.CharField(blank=True, db_default='', default='', max_length=400, verbose_name='remarks'),
        ),
        migrations.AddField(
            model_name='pipe',
            name='depth_m',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='depth (m)'),
        ),
        migrations.AddField(
            model_name='pipe',
            name='end_invert_m',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, verbose_name='invert at the end (m)'),
        ),
        migrations.AddField(
            model_name='pipe',
            name='kind',
            field=models.CharField(choices=[('trunk', 'Transmission main'), ('distribution', 'Distribution main'), ('gravity', 'Gravity sewer'), ('rising', 'Rising main')], db_default='distribution', default='distribution', max_length=12, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='pipe',
            name='lifecycle',
            field=models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle'),
        ),
        migrations.AddField(
            model_name='pipe',
            name='owner',
            field=models.ForeignKey(blank=True, help_text="Empty where the pipe is the utility's", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party', verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='pipe',
            name='remarks',
            field=models.CharField(blank=True, db_default='', default='', max_length=400, verbose_name='remarks'),
        ),
        migrations.AddField(
            model_name='pipe',
            name='start_invert_m',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, verbose_name='invert at the start (m)'),
        ),
        migrations.AddField(
            model_name='pipeevent',
            name='end_invert_m',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, verbose_name='invert at the end (m)'),
        ),
        migrations.AddField(
            model_name='pipeevent',
            name='owner',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text="Empty where the pipe is the utility's", null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.party', verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='pipeevent',
            name='start_invert_m',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True, verbose_name='invert at the start (m)'),
        ),
        migrations.AddField(
            model_name='pipe',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name='pipeevent',
            name='depth_m',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='depth (m)'),
        ),
        migrations.AddField(
            model_name='pipeevent',
            name='kind',
            field=models.CharField(choices=[('trunk', 'Transmission main'), ('distribution', 'Distribution main'), ('gravity', 'Gravity sewer'), ('rising', 'Rising main')], db_default='distribution', default='distribution', max_length=12, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='pipeevent',
            name='lifecycle',
            field=models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle'),
        ),
        migrations.AddField(
            model_name='pipeevent',
            name='remarks',
            field=models.CharField(blank=True, db_default='', default='', max_length=400, verbose_name='remarks'),
        ),
        migrations.AddField(
            model_name='pump',
            name='lifecycle',
            field=models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle'),
        ),
        migrations.AddField(
            model_name='pump',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name='pumpevent',
            name='lifecycle',
            field=models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle'),
        ),
        migrations.AddField(
            model_name='supplysystem',
            name='medium',
            field=models.CharField(choices=[('water', 'Water'), ('sewer', 'Sewage')], db_default='water', default='water', max_length=5, verbose_name='carries'),
        ),
        migrations.AddField(
            model_name='supplysystemevent',
            name='medium',
            field=models.CharField(choices=[('water', 'Water'), ('sewer', 'Sewage')], db_default='water', default='water', max_length=5, verbose_name='carries'),
        ),
        migrations.AddField(
            model_name='valve',
            name='lifecycle',
            field=models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle'),
        ),
        migrations.AddField(
            model_name='valve',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name='valveevent',
            name='lifecycle',
            field=models.CharField(choices=[('planned', 'Planned'), ('in_service', 'In service'), ('abandoned', 'Abandoned')], db_default='in_service', default='in_service', max_length=10, verbose_name='lifecycle'),
        ),
        migrations.AddField(
            model_name='zone',
            name='computed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='computed'),
        ),
        migrations.AddField(
            model_name='zone',
            name='computed_geom',
            field=django.contrib.gis.db.models.fields.MultiPolygonField(blank=True, editable=False, help_text="Around the pipes that the zone's inlets feed", null=True, spatial_index=False, srid=2100, verbose_name='computed area'),
        ),
        migrations.AddField(
            model_name='zone',
            name='figures',
            field=models.JSONField(default=dict, editable=False, verbose_name='figures'),
        ),
        migrations.AlterField(
            model_name='node',
            name='demand_l_s',
            field=models.DecimalField(db_default=0, decimal_places=8, default=0, max_digits=14, verbose_name='base demand (l/s)'),
        ),
        migrations.AlterField(
            model_name='node',
            name='elevation_m',
            field=models.DecimalField(blank=True, decimal_places=4, help_text="Of the ground; of the water's surface in a reservoir", max_digits=10, null=True, verbose_name='elevation (m)'),
        ),
        migrations.AlterField(
            model_name='node',
            name='kind',
            field=models.CharField(choices=[('junction', 'Junction'), ('fitting', 'Fitting'), ('hydrant', 'Hydrant'), ('air_valve', 'Air valve'), ('wash_out', 'Wash-out'), ('flow_meter', 'Flow meter'), ('gauge', 'Pressure gauge'), ('sampling', 'Sampling point'), ('reservoir', 'Reservoir'), ('tank', 'Tank'), ('well', 'Well'), ('spring', 'Spring'), ('plant', 'Treatment plant'), ('manhole', 'Manhole'), ('outfall', 'Outfall')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='nodeevent',
            name='demand_l_s',
            field=models.DecimalField(db_default=0, decimal_places=8, default=0, max_digits=14, verbose_name='base demand (l/s)'),
        ),
        migrations.AlterField(
            model_name='nodeevent',
            name='elevation_m',
            field=models.DecimalField(blank=True, decimal_places=4, help_text="Of the ground; of the water's surface in a reservoir", max_digits=10, null=True, verbose_name='elevation (m)'),
        ),
        migrations.AlterField(
            model_name='nodeevent',
            name='kind',
            field=models.CharField(choices=[('junction', 'Junction'), ('fitting', 'Fitting'), ('hydrant', 'Hydrant'), ('air_valve', 'Air valve'), ('wash_out', 'Wash-out'), ('flow_meter', 'Flow meter'), ('gauge', 'Pressure gauge'), ('sampling', 'Sampling point'), ('reservoir', 'Reservoir'), ('tank', 'Tank'), ('well', 'Well'), ('spring', 'Spring'), ('plant', 'Treatment plant'), ('manhole', 'Manhole'), ('outfall', 'Outfall')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='pipe',
            name='has_check_valve',
            field=models.BooleanField(db_default=False, default=False, help_text='Water goes from start to end only: a check valve, or a free inlet of a tank', verbose_name='check valve'),
        ),
        migrations.AlterField(
            model_name='pipe',
            name='status',
            field=models.CharField(choices=[('open', 'Open'), ('closed', 'Closed'), ('active', 'Active')], db_default='open', default='open', max_length=8, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='pipeevent',
            name='has_check_valve',
            field=models.BooleanField(db_default=False, default=False, help_text='Water goes from start to end only: a check valve, or a free inlet of a tank', verbose_name='check valve'),
        ),
        migrations.AlterField(
            model_name='pipeevent',
            name='status',
            field=models.CharField(choices=[('open', 'Open'), ('closed', 'Closed'), ('active', 'Active')], db_default='open', default='open', max_length=8, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='valve',
            name='kind',
            field=models.CharField(choices=[('prv', 'Pressure reducing valve'), ('psv', 'Pressure sustaining valve'), ('pbv', 'Pressure breaker valve'), ('fcv', 'Flow control valve'), ('tcv', 'Throttle control valve'), ('gpv', 'General purpose valve')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='valveevent',
            name='kind',
            field=models.CharField(choices=[('prv', 'Pressure reducing valve'), ('psv', 'Pressure sustaining valve'), ('pbv', 'Pressure breaker valve'), ('fcv', 'Flow control valve'), ('tcv', 'Throttle control valve'), ('gpv', 'General purpose valve')], max_length=10, verbose_name='kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='node',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_nodeevent" ("asset_type_id", "code", "demand_l_s", "elevation_m", "geom", "id", "installed_year", "invert_m", "kind", "lifecycle", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks", "station_id", "system_id", "tank_diameter_m", "tank_level_m", "tank_max_level_m", "tank_min_level_m") SELECT new_values."asset_type_id", new_values."code", new_values."demand_l_s", new_values."elevation_m", new_values."geom", new_values."id", new_values."installed_year", new_values."invert_m", new_values."kind", new_values."lifecycle", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."remarks", new_values."station_id", new_values."system_id", new_values."tank_diameter_m", new_values."tank_level_m", new_values."tank_max_level_m", new_values."tank_min_level_m" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fce74e0dc8523370157007a45c14a98309aa252c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_49095', referencing='REFERENCING NEW TABLE AS new_values ', table='network_node', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='node',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_nodeevent" ("asset_type_id", "code", "demand_l_s", "elevation_m", "geom", "id", "installed_year", "invert_m", "kind", "lifecycle", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks", "station_id", "system_id", "tank_diameter_m", "tank_level_m", "tank_max_level_m", "tank_min_level_m") SELECT new_values."asset_type_id", new_values."code", new_values."demand_l_s", new_values."elevation_m", new_values."geom", new_values."id", new_values."installed_year", new_values."invert_m", new_values."kind", new_values."lifecycle", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."remarks", new_values."station_id", new_values."system_id", new_values."tank_diameter_m", new_values."tank_level_m", new_values."tank_max_level_m", new_values."tank_min_level_m" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."asset_type_id" IS DISTINCT FROM (new_values."asset_type_id") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."demand_l_s" IS DISTINCT FROM (new_values."demand_l_s") OR old_values."elevation_m" IS DISTINCT FROM (new_values."elevation_m") OR old_values."geom" IS DISTINCT FROM (new_values."geom") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."installed_year" IS DISTINCT FROM (new_values."installed_year") OR old_values."invert_m" IS DISTINCT FROM (new_values."invert_m") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."lifecycle" IS DISTINCT FROM (new_values."lifecycle") OR old_values."remarks" IS DISTINCT FROM (new_values."remarks") OR old_values."station_id" IS DISTINCT FROM (new_values."station_id") OR old_values."system_id" IS DISTINCT FROM (new_values."system_id") OR old_values."tank_diameter_m" IS DISTINCT FROM (new_values."tank_diameter_m") OR old_values."tank_level_m" IS DISTINCT FROM (new_values."tank_level_m") OR old_values."tank_max_level_m" IS DISTINCT FROM (new_values."tank_max_level_m") OR old_values."tank_min_level_m" IS DISTINCT FROM (new_values."tank_min_level_m")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ab81176b88ca3b6e86fed6f46a9ac58f14ed727c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_201d3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_node', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pipe',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_pipeevent" ("code", "depth_m", "diameter_mm", "end_invert_m", "end_node_id", "geom", "has_check_valve", "id", "kind", "laid_year", "lifecycle", "material_id", "model_length_m", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks", "roughness", "start_invert_m", "start_node_id", "status", "system_id") SELECT new_values."code", new_values."depth_m", new_values."diameter_mm", new_values."end_invert_m", new_values."end_node_id", new_values."geom", new_values."has_check_valve", new_values."id", new_values."kind", new_values."laid_year", new_values."lifecycle", new_values."material_id", new_values."model_length_m", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."remarks", new_values."roughness", new_values."start_invert_m", new_values."start_node_id", new_values."status", new_values."system_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c97ff0ee731feee7f4da0f5fc189311469d19bf6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_38665', referencing='REFERENCING NEW TABLE AS new_values ', table='network_pipe', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pipe',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_pipeevent" ("code", "depth_m", "diameter_mm", "end_invert_m", "end_node_id", "geom", "has_check_valve", "id", "kind", "laid_year", "lifecycle", "material_id", "model_length_m", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks", "roughness", "start_invert_m", "start_node_id", "status", "system_id") SELECT new_values."code", new_values."depth_m", new_values."diameter_mm", new_values."end_invert_m", new_values."end_node_id", new_values."geom", new_values."has_check_valve", new_values."id", new_values."kind", new_values."laid_year", new_values."lifecycle", new_values."material_id", new_values."model_length_m", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."remarks", new_values."roughness", new_values."start_invert_m", new_values."start_node_id", new_values."status", new_values."system_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."depth_m" IS DISTINCT FROM (new_values."depth_m") OR old_values."diameter_mm" IS DISTINCT FROM (new_values."diameter_mm") OR old_values."end_invert_m" IS DISTINCT FROM (new_values."end_invert_m") OR old_values."end_node_id" IS DISTINCT FROM (new_values."end_node_id") OR old_values."geom" IS DISTINCT FROM (new_values."geom") OR old_values."has_check_valve" IS DISTINCT FROM (new_values."has_check_valve") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."laid_year" IS DISTINCT FROM (new_values."laid_year") OR old_values."lifecycle" IS DISTINCT FROM (new_values."lifecycle") OR old_values."material_id" IS DISTINCT FROM (new_values."material_id") OR old_values."model_length_m" IS DISTINCT FROM (new_values."model_length_m") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."remarks" IS DISTINCT FROM (new_values."remarks") OR old_values."roughness" IS DISTINCT FROM (new_values."roughness") OR old_values."start_invert_m" IS DISTINCT FROM (new_values."start_invert_m") OR old_values."start_node_id" IS DISTINCT FROM (new_values."start_node_id") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."system_id" IS DISTINCT FROM (new_values."system_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='65449b3be475cc06da0e1309df744ec24db4bd81', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2ddea', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_pipe', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pump',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_pumpevent" ("code", "curve", "end_node_id", "geom", "id", "lifecycle", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "power_kw", "speed", "start_node_id", "station_id", "status", "system_id") SELECT new_values."code", new_values."curve", new_values."end_node_id", new_values."geom", new_values."id", new_values."lifecycle", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."power_kw", new_values."speed", new_values."start_node_id", new_values."station_id", new_values."status", new_values."system_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6b6f910985736a33f56a9e99ff085442ef11d24b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_bb199', referencing='REFERENCING NEW TABLE AS new_values ', table='network_pump', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pump',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_pumpevent" ("code", "curve", "end_node_id", "geom", "id", "lifecycle", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "power_kw", "speed", "start_node_id", "station_id", "status", "system_id") SELECT new_values."code", new_values."curve", new_values."end_node_id", new_values."geom", new_values."id", new_values."lifecycle", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."power_kw", new_values."speed", new_values."start_node_id", new_values."station_id", new_values."status", new_values."system_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."curve" IS DISTINCT FROM (new_values."curve") OR old_values."end_node_id" IS DISTINCT FROM (new_values."end_node_id") OR old_values."geom" IS DISTINCT FROM (new_values."geom") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."lifecycle" IS DISTINCT FROM (new_values."lifecycle") OR old_values."power_kw" IS DISTINCT FROM (new_values."power_kw") OR old_values."speed" IS DISTINCT FROM (new_values."speed") OR old_values."start_node_id" IS DISTINCT FROM (new_values."start_node_id") OR old_values."station_id" IS DISTINCT FROM (new_values."station_id") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."system_id" IS DISTINCT FROM (new_values."system_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d00f58e8f475c5f1f4a27fe56ccfec8236b7105f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b76de', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_pump', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supplysystem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_supplysystemevent" ("code", "id", "medium", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") SELECT new_values."code", new_values."id", new_values."medium", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."source" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f79f18bd659da1e4a487b8803acc5c258c86b050', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a09a3', referencing='REFERENCING NEW TABLE AS new_values ', table='network_supplysystem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supplysystem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_supplysystemevent" ("code", "id", "medium", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") SELECT new_values."code", new_values."id", new_values."medium", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."source" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4a46c5367942d8a5b424fe0b2e1a1adb58e8ddf7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f6059', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_supplysystem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='valve',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_valveevent" ("code", "curve", "diameter_mm", "end_node_id", "geom", "id", "kind", "lifecycle", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "setting", "start_node_id", "station_id", "status", "system_id") SELECT new_values."code", new_values."curve", new_values."diameter_mm", new_values."end_node_id", new_values."geom", new_values."id", new_values."kind", new_values."lifecycle", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."setting", new_values."start_node_id", new_values."station_id", new_values."status", new_values."system_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='562d40380b99958afa1b35d89c6e5ada11a437b7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8eab4', referencing='REFERENCING NEW TABLE AS new_values ', table='network_valve', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='valve',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_valveevent" ("code", "curve", "diameter_mm", "end_node_id", "geom", "id", "kind", "lifecycle", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "setting", "start_node_id", "station_id", "status", "system_id") SELECT new_values."code", new_values."curve", new_values."diameter_mm", new_values."end_node_id", new_values."geom", new_values."id", new_values."kind", new_values."lifecycle", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."setting", new_values."start_node_id", new_values."station_id", new_values."status", new_values."system_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."curve" IS DISTINCT FROM (new_values."curve") OR old_values."diameter_mm" IS DISTINCT FROM (new_values."diameter_mm") OR old_values."end_node_id" IS DISTINCT FROM (new_values."end_node_id") OR old_values."geom" IS DISTINCT FROM (new_values."geom") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."lifecycle" IS DISTINCT FROM (new_values."lifecycle") OR old_values."setting" IS DISTINCT FROM (new_values."setting") OR old_values."start_node_id" IS DISTINCT FROM (new_values."start_node_id") OR old_values."station_id" IS DISTINCT FROM (new_values."station_id") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."system_id" IS DISTINCT FROM (new_values."system_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f1de671135655cad891353f98814b3274c9aa0f7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_46b25', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_valve', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='supplysystem',
            constraint=models.CheckConstraint(condition=models.Q(('medium__in', ['water', 'sewer'])), name='system_medium_known'),
        ),
        migrations.AddConstraint(
            model_name='assettype',
            constraint=models.CheckConstraint(condition=models.Q(('asset_class__in', ['shutoff', 'hydrant', 'manhole', 'meter', 'fitting'])), name='asset_type_class_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assettype',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_assettypeevent" ("asset_class", "code", "id", "is_offered", "name_el", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."asset_class", new_values."code", new_values."id", new_values."is_offered", new_values."name_el", new_values."name_en", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5d12e21bb0552bb5e77c29aef6e61b7dff0835e9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_958ae', referencing='REFERENCING NEW TABLE AS new_values ', table='network_assettype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assettype',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_assettypeevent" ("asset_class", "code", "id", "is_offered", "name_el", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."asset_class", new_values."code", new_values."id", new_values."is_offered", new_values."name_el", new_values."name_en", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cf351dc92b95e34bb674123c61934dcce07e3cf8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_12824', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_assettype', when='AFTER')),
        ),
        migrations.AddField(
            model_name='node',
            name='asset_type',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nodes', to='network.assettype', verbose_name='type'),
        ),
        migrations.AddField(
            model_name='nodeevent',
            name='asset_type',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.assettype', verbose_name='type'),
        ),
        migrations.AddField(
            model_name='assettypeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='assettypeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.assettype'),
        ),
        migrations.AddField(
            model_name='criticalityrun',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importprofile',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='material',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_materialevent" ("code", "id", "is_offered", "life_years", "name_el", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roughness") SELECT new_values."code", new_values."id", new_values."is_offered", new_values."life_years", new_values."name_el", new_values."name_en", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."roughness" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='712a76c4c4947a63675e2ab8adecf8d71198bfcd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f3875', referencing='REFERENCING NEW TABLE AS new_values ', table='network_material', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='material',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_materialevent" ("code", "id", "is_offered", "life_years", "name_el", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "roughness") SELECT new_values."code", new_values."id", new_values."is_offered", new_values."life_years", new_values."name_el", new_values."name_en", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."roughness" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4e44c7218032ddc8e4df71ba2041aabb8fd0bb41', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1e7ef', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_material', when='AFTER')),
        ),
        migrations.RunSQL(
            "CREATE TABLE network_material_text AS SELECT id, upper(material) AS text FROM network_pipe WHERE material <> ''",
            "DROP TABLE IF EXISTS network_material_text",
        ),
        migrations.RemoveField(model_name='pipe', name='material'),
        migrations.RemoveField(model_name='pipeevent', name='material'),
        migrations.AddField(
            model_name='pipe',
            name='material',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pipes', to='network.material', verbose_name='material'),
        ),
        migrations.AddField(
            model_name='pipeevent',
            name='material',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.material', verbose_name='material'),
        ),
        migrations.AddConstraint(
            model_name='pipe',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['trunk', 'distribution', 'gravity', 'rising'])), name='pipe_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='pipe',
            constraint=models.CheckConstraint(condition=models.Q(('lifecycle__in', ['planned', 'in_service', 'abandoned'])), name='pipe_lifecycle_known'),
        ),
        migrations.AddField(
            model_name='materialevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='materialevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.material'),
        ),
        migrations.AddField(
            model_name='networkedit',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='networkedit',
            name='undone_by',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undoes', to='network.networkedit'),
        ),
        migrations.AddField(
            model_name='noderesult',
            name='node',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='network.node'),
        ),
        migrations.AddField(
            model_name='pipesize',
            name='material',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sizes', to='network.material'),
        ),
        migrations.AddField(
            model_name='pipesizeevent',
            name='material',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.material'),
        ),
        migrations.AddField(
            model_name='pipesizeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='pipesizeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.pipesize'),
        ),
        migrations.AddField(
            model_name='scenario',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='scenario',
            name='system',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='network.supplysystem'),
        ),
        migrations.AddField(
            model_name='noderesult',
            name='scenario',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='node_results', to='network.scenario'),
        ),
        migrations.AddField(
            model_name='linkresult',
            name='scenario',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='link_results', to='network.scenario'),
        ),
        migrations.AddField(
            model_name='segment',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='segment_rows', to='network.criticalityrun'),
        ),
        migrations.AddField(
            model_name='serviceline',
            name='material',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.material', verbose_name='material'),
        ),
        migrations.AddField(
            model_name='serviceline',
            name='pipe',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_lines', to='network.pipe', verbose_name='pipe'),
        ),
        migrations.AddField(
            model_name='serviceline',
            name='system',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_lines', to='network.supplysystem'),
        ),
        migrations.AddField(
            model_name='servicelineevent',
            name='material',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.material', verbose_name='material'),
        ),
        migrations.AddField(
            model_name='servicelineevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='servicelineevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.serviceline'),
        ),
        migrations.AddField(
            model_name='servicelineevent',
            name='pipe',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.pipe', verbose_name='pipe'),
        ),
        migrations.AddField(
            model_name='servicelineevent',
            name='system',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.supplysystem'),
        ),
        migrations.AddField(
            model_name='shutoffvalve',
            name='asset_type',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shutoff_valves', to='network.assettype', verbose_name='type'),
        ),
        migrations.AddField(
            model_name='shutoffvalve',
            name='last_worked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last worked by'),
        ),
        migrations.AddField(
            model_name='shutoffvalve',
            name='pipe',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shutoff_valves', to='network.pipe', verbose_name='pipe'),
        ),
        migrations.AddField(
            model_name='shutoffvalve',
            name='system',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shutoff_valves', to='network.supplysystem'),
        ),
        migrations.AddField(
            model_name='shutoffvalveevent',
            name='asset_type',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.assettype', verbose_name='type'),
        ),
        migrations.AddField(
            model_name='shutoffvalveevent',
            name='last_worked_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last worked by'),
        ),
        migrations.AddField(
            model_name='shutoffvalveevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='shutoffvalveevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.shutoffvalve'),
        ),
        migrations.AddField(
            model_name='shutoffvalveevent',
            name='pipe',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.pipe', verbose_name='pipe'),
        ),
        migrations.AddField(
            model_name='shutoffvalveevent',
            name='system',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.supplysystem'),
        ),
        migrations.AddIndex(
            model_name='station',
            index=django.contrib.postgres.indexes.GistIndex(fields=['geom'], name='station_geom'),
        ),
        migrations.AddIndex(
            model_name='station',
            index=django.contrib.postgres.indexes.GistIndex(fields=['geom_3857'], name='station_geom_3857'),
        ),
        migrations.AddConstraint(
            model_name='station',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pumping', 'sewage', 'water', 'treatment', 'chamber'])), name='station_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='station',
            constraint=models.CheckConstraint(condition=models.Q(('lifecycle__in', ['planned', 'in_service', 'abandoned'])), name='station_lifecycle_known'),
        ),
        migrations.AddConstraint(
            model_name='station',
            constraint=models.CheckConstraint(condition=models.Q(('geom__isvalid', True)), name='station_geom_valid'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='station',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_stationevent" ("code", "geom", "id", "kind", "lifecycle", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."geom", new_values."id", new_values."kind", new_values."lifecycle", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ec30f38e9876ce17c87e4500669f2aede9b91d9a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e7af7', referencing='REFERENCING NEW TABLE AS new_values ', table='network_station', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='station',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_stationevent" ("code", "geom", "id", "kind", "lifecycle", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."geom", new_values."id", new_values."kind", new_values."lifecycle", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."geom" IS DISTINCT FROM (new_values."geom") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."lifecycle" IS DISTINCT FROM (new_values."lifecycle") OR old_values."name" IS DISTINCT FROM (new_values."name")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0a8571758c172245cd79d5fa9c469d437e30fc70', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_30304', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_station', when='AFTER')),
        ),
        migrations.AddField(
            model_name='node',
            name='station',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nodes', to='network.station', verbose_name='station'),
        ),
        migrations.AddField(
            model_name='nodeevent',
            name='station',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.station', verbose_name='station'),
        ),
        migrations.AddField(
            model_name='pump',
            name='station',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pumps', to='network.station', verbose_name='station'),
        ),
        migrations.AddField(
            model_name='pumpevent',
            name='station',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.station', verbose_name='station'),
        ),
        migrations.AddField(
            model_name='valve',
            name='station',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='valves', to='network.station', verbose_name='station'),
        ),
        migrations.AddField(
            model_name='valveevent',
            name='station',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.station', verbose_name='station'),
        ),
        migrations.AddConstraint(
            model_name='node',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['junction', 'fitting', 'hydrant', 'air_valve', 'wash_out', 'flow_meter', 'gauge', 'sampling', 'reservoir', 'tank', 'well', 'spring', 'plant', 'manhole', 'outfall'])), name='node_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='node',
            constraint=models.CheckConstraint(condition=models.Q(('lifecycle__in', ['planned', 'in_service', 'abandoned'])), name='node_lifecycle_known'),
        ),
        migrations.AddConstraint(
            model_name='pump',
            constraint=models.CheckConstraint(condition=models.Q(('lifecycle__in', ['planned', 'in_service', 'abandoned'])), name='pump_lifecycle_known'),
        ),
        migrations.AddConstraint(
            model_name='valve',
            constraint=models.CheckConstraint(condition=models.Q(('lifecycle__in', ['planned', 'in_service', 'abandoned'])), name='valve_lifecycle_known'),
        ),
        migrations.AddConstraint(
            model_name='valve',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['prv', 'psv', 'pbv', 'fcv', 'tcv', 'gpv'])), name='valve_kind_known'),
        ),
        migrations.AddField(
            model_name='stationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='stationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.station'),
        ),
        migrations.AddField(
            model_name='topologyreport',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='topologyreport',
            name='system',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='network.supplysystem'),
        ),
        migrations.AddField(
            model_name='topologyfinding',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='network.topologyreport'),
        ),
        migrations.AddField(
            model_name='valvecheck',
            name='checked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='valvecheck',
            name='valve',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='network.shutoffvalve'),
        ),
        migrations.AddField(
            model_name='valvecriticality',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='valve_rows', to='network.criticalityrun'),
        ),
        migrations.AddField(
            model_name='valvecriticality',
            name='valve',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criticality', to='network.shutoffvalve'),
        ),
        migrations.AddField(
            model_name='zoneinlet',
            name='node',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zone_inlets', to='network.node', verbose_name='node'),
        ),
        migrations.AddField(
            model_name='zoneinlet',
            name='pipe',
            field=models.ForeignKey(help_text='The pipe at the node that leads into the zone', on_delete=django.db.models.deletion.PROTECT, related_name='zone_inlets', to='network.pipe', verbose_name='pipe'),
        ),
        migrations.AddField(
            model_name='zoneinlet',
            name='zone',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inlets', to='network.zone'),
        ),
        migrations.AddField(
            model_name='zoneinletevent',
            name='node',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.node', verbose_name='node'),
        ),
        migrations.AddField(
            model_name='zoneinletevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='zoneinletevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='network.zoneinlet'),
        ),
        migrations.AddField(
            model_name='zoneinletevent',
            name='pipe',
            field=models.ForeignKey(db_constraint=False, help_text='The pipe at the node that leads into the zone', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.pipe', verbose_name='pipe'),
        ),
        migrations.AddField(
            model_name='zoneinletevent',
            name='zone',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='network.zone'),
        ),
        migrations.AddField(
            model_name='zonepipe',
            name='pipe',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='zone_pipes', to='network.pipe'),
        ),
        migrations.AddField(
            model_name='zonepipe',
            name='zone',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='zone_pipes', to='network.zone'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assettypeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='451ab5c75ecb0037de3740d83ee5649df0aeffbe', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_55c15', table='network_assettypeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='importprofile',
            constraint=models.UniqueConstraint(fields=('name',), name='import_profile_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='materialevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='56c3152d8292a96783b119a68449bef616be249c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b7fba', table='network_materialevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='networkedit',
            index=models.Index(fields=['actor', '-id'], name='network_edit_of_actor'),
        ),
        migrations.AddConstraint(
            model_name='pipesize',
            constraint=models.UniqueConstraint(fields=('material', 'name'), name='pipe_size_once'),
        ),
        migrations.AddConstraint(
            model_name='pipesize',
            constraint=models.CheckConstraint(condition=models.Q(('inner_mm__gt', 0), ('outer_mm__gte', models.F('inner_mm'))), name='pipe_size_sane'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pipesize',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_pipesizeevent" ("id", "inner_mm", "is_offered", "material_id", "name", "outer_mm", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."inner_mm", new_values."is_offered", new_values."material_id", new_values."name", new_values."outer_mm", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fb15946b431f067377a96f0eae601a47935cc3ec', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9e7dc', referencing='REFERENCING NEW TABLE AS new_values ', table='network_pipesize', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pipesize',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_pipesizeevent" ("id", "inner_mm", "is_offered", "material_id", "name", "outer_mm", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."inner_mm", new_values."is_offered", new_values."material_id", new_values."name", new_values."outer_mm", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='faef1d3b8148193902d0e5818040444e9deecded', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d7199', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_pipesize', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pipesizeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8ebaa0b038f899e08a5f4ee96079afb8b9e0b000', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6b32a', table='network_pipesizeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='noderesult',
            constraint=models.UniqueConstraint(fields=('scenario', 'node'), name='node_result_once'),
        ),
        migrations.AddConstraint(
            model_name='linkresult',
            constraint=models.UniqueConstraint(fields=('scenario', 'kind', 'link_id'), name='link_result_once'),
        ),
        migrations.AddConstraint(
            model_name='linkresult',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pipe', 'valve', 'pump'])), name='link_result_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='segment',
            constraint=models.UniqueConstraint(fields=('run', 'number'), name='segment_once_a_run'),
        ),
        migrations.AddIndex(
            model_name='serviceline',
            index=django.contrib.postgres.indexes.GistIndex(fields=['geom'], name='service_line_geom'),
        ),
        migrations.AddIndex(
            model_name='serviceline',
            index=django.contrib.postgres.indexes.GistIndex(fields=['geom_3857'], name='service_line_geom_3857'),
        ),
        migrations.AddConstraint(
            model_name='serviceline',
            constraint=models.UniqueConstraint(fields=('system', 'code'), name='service_line_code_once'),
        ),
        migrations.AddConstraint(
            model_name='serviceline',
            constraint=models.CheckConstraint(condition=models.Q(('geom__isvalid', True)), name='service_line_geom_valid'),
        ),
        migrations.AddConstraint(
            model_name='serviceline',
            constraint=models.CheckConstraint(condition=models.Q(('pipe_fraction__gte', 0), ('pipe_fraction__lte', 1)), name='service_line_point_on_pipe'),
        ),
        migrations.AddConstraint(
            model_name='serviceline',
            constraint=models.CheckConstraint(condition=models.Q(('lifecycle__in', ['planned', 'in_service', 'abandoned'])), name='service_line_lifecycle_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_servicelineevent" ("code", "diameter_mm", "geom", "id", "laid_year", "lifecycle", "material_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pipe_fraction", "pipe_id", "system_id") SELECT new_values."code", new_values."diameter_mm", new_values."geom", new_values."id", new_values."laid_year", new_values."lifecycle", new_values."material_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pipe_fraction", new_values."pipe_id", new_values."system_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='198fc6e8cb25b234de2947bb40cd79c3b612859c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5cac9', referencing='REFERENCING NEW TABLE AS new_values ', table='network_serviceline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_servicelineevent" ("code", "diameter_mm", "geom", "id", "laid_year", "lifecycle", "material_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pipe_fraction", "pipe_id", "system_id") SELECT new_values."code", new_values."diameter_mm", new_values."geom", new_values."id", new_values."laid_year", new_values."lifecycle", new_values."material_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pipe_fraction", new_values."pipe_id", new_values."system_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."diameter_mm" IS DISTINCT FROM (new_values."diameter_mm") OR old_values."geom" IS DISTINCT FROM (new_values."geom") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."laid_year" IS DISTINCT FROM (new_values."laid_year") OR old_values."lifecycle" IS DISTINCT FROM (new_values."lifecycle") OR old_values."material_id" IS DISTINCT FROM (new_values."material_id") OR old_values."pipe_id" IS DISTINCT FROM (new_values."pipe_id") OR old_values."pipe_fraction" IS DISTINCT FROM (new_values."pipe_fraction") OR old_values."system_id" IS DISTINCT FROM (new_values."system_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c1bff354d7ac50e68f94d91bd297d74a6014e98d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_efe13', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_serviceline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicelineevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3450691eba3b5d0abdde6d7f1a52699775f049f0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1ad91', table='network_servicelineevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='shutoffvalve',
            index=django.contrib.postgres.indexes.GistIndex(fields=['geom'], name='shutoff_geom'),
        ),
        migrations.AddIndex(
            model_name='shutoffvalve',
            index=django.contrib.postgres.indexes.GistIndex(fields=['geom_3857'], name='shutoff_geom_3857'),
        ),
        migrations.AddIndex(
            model_name='shutoffvalve',
            index=models.Index(fields=['code', 'id'], name='shutoff_by_code'),
        ),
        migrations.AddConstraint(
            model_name='shutoffvalve',
            constraint=models.UniqueConstraint(fields=('system', 'code'), name='shutoff_code_once'),
        ),
        migrations.AddConstraint(
            model_name='shutoffvalve',
            constraint=models.UniqueConstraint(fields=('pipe', 'at_end'), name='shutoff_one_at_an_end'),
        ),
        migrations.AddConstraint(
            model_name='shutoffvalve',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'throttled', 'closed'])), name='shutoff_state_known'),
        ),
        migrations.AddConstraint(
            model_name='shutoffvalve',
            constraint=models.CheckConstraint(condition=models.Q(('condition__in', ['working', 'stuck', 'buried', 'not_found'])), name='shutoff_condition_known'),
        ),
        migrations.AddConstraint(
            model_name='shutoffvalve',
            constraint=models.CheckConstraint(condition=models.Q(('lifecycle__in', ['planned', 'in_service', 'abandoned'])), name='shutoff_lifecycle_known'),
        ),
        migrations.AddConstraint(
            model_name='shutoffvalve',
            constraint=models.CheckConstraint(condition=models.Q(('offset_m__gte', 0)), name='shutoff_offset_not_negative'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shutoffvalve',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_shutoffvalveevent" ("asset_type_id", "at_end", "code", "condition", "diameter_mm", "id", "installed_year", "last_worked_by_id", "last_worked_on", "lifecycle", "offset_m", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pipe_id", "remarks", "state", "system_id", "turns") SELECT new_values."asset_type_id", new_values."at_end", new_values."code", new_values."condition", new_values."diameter_mm", new_values."id", new_values."installed_year", new_values."last_worked_by_id", new_values."last_worked_on", new_values."lifecycle", new_values."offset_m", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pipe_id", new_values."remarks", new_values."state", new_values."system_id", new_values."turns" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c98c96f90c86dedd2a722295cfff6cd16d6ea76d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c5ada', referencing='REFERENCING NEW TABLE AS new_values ', table='network_shutoffvalve', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shutoffvalve',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_shutoffvalveevent" ("asset_type_id", "at_end", "code", "condition", "diameter_mm", "id", "installed_year", "last_worked_by_id", "last_worked_on", "lifecycle", "offset_m", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pipe_id", "remarks", "state", "system_id", "turns") SELECT new_values."asset_type_id", new_values."at_end", new_values."code", new_values."condition", new_values."diameter_mm", new_values."id", new_values."installed_year", new_values."last_worked_by_id", new_values."last_worked_on", new_values."lifecycle", new_values."offset_m", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pipe_id", new_values."remarks", new_values."state", new_values."system_id", new_values."turns" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."asset_type_id" IS DISTINCT FROM (new_values."asset_type_id") OR old_values."at_end" IS DISTINCT FROM (new_values."at_end") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."condition" IS DISTINCT FROM (new_values."condition") OR old_values."diameter_mm" IS DISTINCT FROM (new_values."diameter_mm") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."installed_year" IS DISTINCT FROM (new_values."installed_year") OR old_values."last_worked_by_id" IS DISTINCT FROM (new_values."last_worked_by_id") OR old_values."last_worked_on" IS DISTINCT FROM (new_values."last_worked_on") OR old_values."lifecycle" IS DISTINCT FROM (new_values."lifecycle") OR old_values."offset_m" IS DISTINCT FROM (new_values."offset_m") OR old_values."pipe_id" IS DISTINCT FROM (new_values."pipe_id") OR old_values."remarks" IS DISTINCT FROM (new_values."remarks") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."system_id" IS DISTINCT FROM (new_values."system_id") OR old_values."turns" IS DISTINCT FROM (new_values."turns")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2babd26009082bbd0b9fb243531f568e583df704', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_9dd16', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_shutoffvalve', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shutoffvalveevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1cb9441d252adf874fc651c10a2747e88d1ccce6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_49c90', table='network_shutoffvalveevent', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='pipe',
            name='slope',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('start_invert_m'), '-', models.F('end_invert_m')), '/', django.db.models.functions.comparison.NullIf(models.Func(models.F('geom'), function='ST_Length', output_field=models.FloatField()), models.Value(0.0))), output_field=models.FloatField(), verbose_name='slope'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9377bb49ff0fc1e8444c31e7edc3bdb64c047d55', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_51672', table='network_stationevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='topologyfinding',
            index=django.contrib.postgres.indexes.GistIndex(fields=['geom'], name='topology_finding_geom'),
        ),
        migrations.AddIndex(
            model_name='topologyfinding',
            index=models.Index(fields=['report', 'check_name', 'id'], name='topology_finding_of_check'),
        ),
        migrations.AddConstraint(
            model_name='valvecheck',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'throttled', 'closed'])), name='valve_check_state_known'),
        ),
        migrations.AddConstraint(
            model_name='valvecheck',
            constraint=models.CheckConstraint(condition=models.Q(('condition__in', ['working', 'stuck', 'buried', 'not_found'])), name='valve_check_condition_known'),
        ),
        migrations.AddIndex(
            model_name='valvecriticality',
            index=models.Index(fields=['run', 'rank'], name='valve_criticality_by_rank'),
        ),
        migrations.AddConstraint(
            model_name='valvecriticality',
            constraint=models.UniqueConstraint(fields=('run', 'valve'), name='valve_criticality_once_a_run'),
        ),
        migrations.AddConstraint(
            model_name='zoneinlet',
            constraint=models.UniqueConstraint(fields=('zone', 'node', 'pipe'), name='zone_inlet_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zoneinlet',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_zoneinletevent" ("id", "node_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pipe_id", "zone_id") SELECT new_values."id", new_values."node_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pipe_id", new_values."zone_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7e68dc15282f5b3de7e201ef6083b127f8c6115d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4488a', referencing='REFERENCING NEW TABLE AS new_values ', table='network_zoneinlet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zoneinlet',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_zoneinletevent" ("id", "node_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pipe_id", "zone_id") SELECT new_values."id", new_values."node_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pipe_id", new_values."zone_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='86dc020e09be26d63507fdeb2902d547658d7406', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_accf3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='network_zoneinlet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zoneinletevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c1ee746d068fc338d811fdccd5d0f8f1f400ce81', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f0144', table='network_zoneinletevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='zonepipe',
            constraint=models.UniqueConstraint(fields=('zone', 'pipe'), name='zone_pipe_once'),
        ),
    ]

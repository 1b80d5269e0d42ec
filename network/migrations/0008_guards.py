"""What keeps the network whole whoever writes: ends on nodes, one system, versions, points of valves, news of changes.

A link and its nodes are written by one statement where both move: the guards look when the statement has ended.
"""

from django.db import migrations

_VERSIONED = ("station", "node", "pipe", "pump", "valve", "shutoffvalve", "serviceline")
_LINKS = ("pipe", "pump", "valve")
_TOLD = ("node", "pipe", "pump", "valve", "shutoffvalve")

FUNCTIONS = """
CREATE FUNCTION hydria_next_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END
$$;

-- A link ends on its nodes to the millimetre, in their system, and is not in service beside what is not.
-- The nodes are held until the commit: nobody moves one under a link that is being drawn to it.
CREATE FUNCTION hydria_links_on_nodes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bad record;
BEGIN
    PERFORM 1 FROM network_node AS n
    WHERE n.id IN (SELECT start_node_id FROM new_rows UNION SELECT end_node_id FROM new_rows)
    ORDER BY n.id FOR SHARE;
    SELECT r.code, a.code AS start_code, b.code AS end_code,
           NOT (r.system_id = a.system_id AND r.system_id = b.system_id) AS foreign_node,
           NOT (ST_DWithin(ST_StartPoint(r.geom), a.geom, 0.001)
                AND ST_DWithin(ST_EndPoint(r.geom), b.geom, 0.001)) AS off_node
    INTO bad
    FROM new_rows AS r
    JOIN network_node AS a ON a.id = r.start_node_id
    JOIN network_node AS b ON b.id = r.end_node_id
    WHERE r.system_id <> a.system_id OR r.system_id <> b.system_id
       OR NOT ST_DWithin(ST_StartPoint(r.geom), a.geom, 0.001)
       OR NOT ST_DWithin(ST_EndPoint(r.geom), b.geom, 0.001)
       OR (r.lifecycle = 'in_service' AND (a.lifecycle <> 'in_service' OR b.lifecycle <> 'in_service'))
       OR (r.lifecycle = 'planned' AND (a.lifecycle = 'abandoned' OR b.lifecycle = 'abandoned'))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% %: between % and %', TG_TABLE_NAME, bad.code, bad.start_code, bad.end_code
        USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT =
            CASE WHEN bad.foreign_node THEN 'link_in_one_system'
                 WHEN bad.off_node THEN 'link_ends_on_nodes' ELSE 'link_lives_with_its_nodes' END;
    END IF;
    RETURN NULL;
END
$$;

-- A node keeps its links: where it moves, dies or changes hands they must have done so in the same statement.
CREATE FUNCTION hydria_nodes_keep_links() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bad record;
BEGIN
    SELECT l.code AS link_code, n.code, l.system_id <> n.system_id AS foreign_node,
           NOT ST_DWithin(l.place, n.geom, 0.001) AS off_node
    INTO bad
    FROM new_rows AS n
    JOIN old_rows AS o ON o.id = n.id
    CROSS JOIN LATERAL (
        SELECT code, system_id, lifecycle, ST_StartPoint(geom) AS place FROM network_pipe WHERE start_node_id = n.id
        UNION ALL
        SELECT code, system_id, lifecycle, ST_EndPoint(geom) FROM network_pipe WHERE end_node_id = n.id
        UNION ALL
        SELECT code, system_id, lifecycle, ST_StartPoint(geom) FROM network_pump WHERE start_node_id = n.id
        UNION ALL
        SELECT code, system_id, lifecycle, ST_EndPoint(geom) FROM network_pump WHERE end_node_id = n.id
        UNION ALL
        SELECT code, system_id, lifecycle, ST_StartPoint(geom) FROM network_valve WHERE start_node_id = n.id
        UNION ALL
        SELECT code, system_id, lifecycle, ST_EndPoint(geom) FROM network_valve WHERE end_node_id = n.id
    ) AS l
    WHERE (n.geom, n.lifecycle, n.system_id) IS DISTINCT FROM (o.geom, o.lifecycle, o.system_id)
      AND (l.system_id <> n.system_id OR NOT ST_DWithin(l.place, n.geom, 0.001)
           OR (l.lifecycle = 'in_service' AND n.lifecycle <> 'in_service')
           OR (l.lifecycle = 'planned' AND n.lifecycle = 'abandoned'))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'node %: its link %', bad.code, bad.link_code
        USING ERRCODE = 'check_violation', TABLE = 'network_node', CONSTRAINT =
            CASE WHEN bad.foreign_node THEN 'link_in_one_system'
                 WHEN bad.off_node THEN 'link_ends_on_nodes' ELSE 'link_lives_with_its_nodes' END;
    END IF;
    RETURN NULL;
END
$$;

-- The point of a shut-off valve lies on its pipe, so far from the node (at most in the pipe's middle).
CREATE FUNCTION hydria_place_shutoff() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line geometry;
    pipe_system bigint;
    share double precision;
BEGIN
    SELECT p.geom, p.system_id INTO line, pipe_system FROM network_pipe AS p WHERE p.id = NEW.pipe_id FOR SHARE;
    IF pipe_system <> NEW.system_id THEN
        RAISE EXCEPTION 'valve %: its pipe is of another system', NEW.code
        USING ERRCODE = 'check_violation', TABLE = 'network_shutoffvalve', CONSTRAINT = 'link_in_one_system';
    END IF;
    share := CASE WHEN ST_Length(line) = 0 THEN 0 ELSE least(NEW.offset_m / ST_Length(line), 0.5) END;
    NEW.geom := ST_LineInterpolatePoint(line, CASE WHEN NEW.at_end THEN 1 - share ELSE share END);
    RETURN NEW;
END
$$;

CREATE FUNCTION hydria_replace_shutoffs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE network_shutoffvalve AS v SET offset_m = v.offset_m
    FROM new_rows AS n JOIN old_rows AS o ON o.id = n.id
    WHERE v.pipe_id = n.id AND n.geom IS DISTINCT FROM o.geom;
    RETURN NULL;
END
$$;

-- What changed, for those who keep the network in memory; a row whose transaction a reader has not seen is news to it.
CREATE TABLE network_change (
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    made_at timestamptz NOT NULL DEFAULT now(),
    kind text NOT NULL,
    object_id bigint NOT NULL
);
CREATE INDEX network_change_xid ON network_change (xid);
CREATE INDEX network_change_made_at ON network_change USING brin (made_at);

CREATE FUNCTION hydria_network_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    many bigint := 0;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO network_change (kind, object_id) VALUES ('all', 0);
        RETURN NULL;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT count(*) INTO many FROM (SELECT 1 FROM old_rows LIMIT 5001) AS rows;
    ELSE
        SELECT count(*) INTO many FROM (SELECT 1 FROM new_rows LIMIT 5001) AS rows;
    END IF;
    IF many > 5000 THEN
        INSERT INTO network_change (kind, object_id) VALUES ('all', 0);
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO network_change (kind, object_id) SELECT TG_ARGV[0], id FROM old_rows;
    ELSE
        INSERT INTO network_change (kind, object_id) SELECT TG_ARGV[0], id FROM new_rows;
    END IF;
    RETURN NULL;
END
$$;
"""


def _triggers() -> str:
    made = [
        f"CREATE TRIGGER next_version BEFORE UPDATE ON network_{table} "
        "FOR EACH ROW EXECUTE FUNCTION hydria_next_version();"
        for table in _VERSIONED
    ]
    made += [
        f"CREATE TRIGGER ends_on_nodes_{verb.lower()} AFTER {verb} ON network_{table} "
        "REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hydria_links_on_nodes();"
        for table in _LINKS
        for verb in ("INSERT", "UPDATE")
    ]
    each = "FOR EACH ROW EXECUTE FUNCTION"
    both = "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION"
    made += [
        f"CREATE TRIGGER keeps_links AFTER UPDATE ON network_node {both} hydria_nodes_keep_links();",
        f"CREATE TRIGGER place BEFORE INSERT OR UPDATE ON network_shutoffvalve {each} hydria_place_shutoff();",
        f"CREATE TRIGGER replace_shutoffs AFTER UPDATE ON network_pipe {both} hydria_replace_shutoffs();",
    ]
    for table in _TOLD:
        name = f"FOR EACH STATEMENT EXECUTE FUNCTION hydria_network_changed('{table}');"
        made += [
            f"CREATE TRIGGER told_insert AFTER INSERT ON network_{table} REFERENCING NEW TABLE AS new_rows {name}",
            f"CREATE TRIGGER told_update AFTER UPDATE ON network_{table} REFERENCING NEW TABLE AS new_rows {name}",
            f"CREATE TRIGGER told_delete AFTER DELETE ON network_{table} REFERENCING OLD TABLE AS old_rows {name}",
            f"CREATE TRIGGER told_truncate AFTER TRUNCATE ON network_{table} {name}",
        ]
    return "\n".join(made)


UNDO = """
DROP FUNCTION hydria_next_version() CASCADE;
DROP FUNCTION hydria_links_on_nodes() CASCADE;
DROP FUNCTION hydria_nodes_keep_links() CASCADE;
DROP FUNCTION hydria_place_shutoff() CASCADE;
DROP FUNCTION hydria_replace_shutoffs() CASCADE;
DROP FUNCTION hydria_network_changed() CASCADE;
DROP TABLE network_change;
"""


class Migration(migrations.Migration):
    """Add the guards."""

    dependencies = [("network", "0007_catalogues")]
    operations = [migrations.RunSQL(FUNCTIONS + _triggers(), UNDO)]

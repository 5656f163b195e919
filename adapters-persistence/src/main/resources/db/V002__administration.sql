--liquibase formatted sql

--changeset signalbox:users
CREATE TABLE users (
    id text PRIMARY KEY,
    email text,
    name text,
    role text NOT NULL,
    models text[] NOT NULL,
    max_budget numeric,
    rpm_limit numeric,
    tpm_limit numeric,
    max_parallel_requests numeric,
    extras json NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX users_by_email ON users USING hash (lower(email));
CREATE INDEX users_by_creation ON users (created_at, id);

--changeset signalbox:more-of-teams
ALTER TABLE teams
    ADD COLUMN member_users text[] NOT NULL DEFAULT '{}',
    ADD COLUMN member_emails text[] NOT NULL DEFAULT '{}',
    ADD COLUMN member_leads boolean[] NOT NULL DEFAULT '{}',
    ADD COLUMN max_budget numeric,
    ADD COLUMN rpm_limit numeric,
    ADD COLUMN tpm_limit numeric,
    ADD COLUMN max_parallel_requests numeric,
    ADD CHECK (cardinality(member_users) = cardinality(member_emails)),
    ADD CHECK (cardinality(member_users) = cardinality(member_leads));
CREATE INDEX teams_by_member ON teams USING gin (member_users);
CREATE INDEX teams_by_creation ON teams (created_at, id);
COMMENT ON COLUMN teams.member_emails IS 'null where nobody said one';

--changeset signalbox:more-of-keys
ALTER TABLE keys
    ADD COLUMN user_id text,
    ADD COLUMN alias_names text[] NOT NULL DEFAULT '{}',
    ADD COLUMN alias_targets text[] NOT NULL DEFAULT '{}',
    ADD COLUMN routes text[] NOT NULL DEFAULT '{}',
    ADD COLUMN max_budget numeric,
    ADD COLUMN rpm_limit numeric,
    ADD COLUMN tpm_limit numeric,
    ADD COLUMN max_parallel_requests numeric,
    ADD COLUMN former_hash text,
    ADD COLUMN former_until timestamptz,
    ADD COLUMN sort_name text GENERATED ALWAYS AS (left(name, 200)) STORED,
    ADD CHECK (cardinality(alias_names) = cardinality(alias_targets)),
    ADD CHECK ((former_hash IS NULL) = (former_until IS NULL));
DROP INDEX keys_by_team;
CREATE INDEX keys_by_team ON keys (team_id, created_at, hash);
CREATE INDEX keys_by_user ON keys (user_id, created_at, hash) WHERE user_id IS NOT NULL;
CREATE INDEX keys_by_creation ON keys (created_at, hash);
CREATE INDEX keys_by_update ON keys (updated_at, hash);
CREATE INDEX keys_by_name ON keys (sort_name, hash);
CREATE UNIQUE INDEX keys_by_former_hash ON keys (former_hash) WHERE former_hash IS NOT NULL;
COMMENT ON COLUMN keys.sort_name IS 'what lists are sorted by: a B-tree refuses long names, and only a column can be read from an index alone';
COMMENT ON COLUMN keys.user_id IS 'need not be in users, as in LiteLLM';

--changeset signalbox:limits-out-of-extras splitStatements:false
DO $$
DECLARE
    place text;
    field text;
BEGIN
    FOREACH place IN ARRAY ARRAY['teams', 'keys'] LOOP
        FOREACH field IN ARRAY ARRAY['max_budget', 'rpm_limit', 'tpm_limit', 'max_parallel_requests'] LOOP
            EXECUTE format(
                'UPDATE %I SET %I = (extras->>%L)::numeric WHERE json_typeof(extras->%L) = ''number''',
                place, field, field, field);
            EXECUTE format(
                'UPDATE %I SET extras = (SELECT coalesce(json_object_agg(key, value), ''{}''::json)
                                         FROM json_each(extras) WHERE key <> %L)
                 WHERE extras->%L IS NOT NULL',
                place, field, field);
        END LOOP;
    END LOOP;
    UPDATE keys SET user_id = extras->>'user_id' WHERE json_typeof(extras->'user_id') = 'string';
    UPDATE keys SET extras = (SELECT coalesce(json_object_agg(key, value), '{}'::json)
                              FROM json_each(extras) WHERE key <> 'user_id')
        WHERE extras->'user_id' IS NOT NULL;
    UPDATE keys SET routes = ARRAY(SELECT json_array_elements_text(extras->'allowed_routes'))
        WHERE json_typeof(extras->'allowed_routes') = 'array';
    UPDATE keys SET extras = (SELECT coalesce(json_object_agg(key, value), '{}'::json)
                              FROM json_each(extras) WHERE key <> 'allowed_routes')
        WHERE extras->'allowed_routes' IS NOT NULL;
    UPDATE keys SET
        alias_names = ARRAY(SELECT key FROM json_each_text(extras->'aliases') ORDER BY key),
        alias_targets = ARRAY(SELECT value FROM json_each_text(extras->'aliases') ORDER BY key)
        WHERE json_typeof(extras->'aliases') = 'object';
    UPDATE keys SET extras = (SELECT coalesce(json_object_agg(key, value), '{}'::json)
                              FROM json_each(extras) WHERE key <> 'aliases')
        WHERE extras->'aliases' IS NOT NULL;
    -- Whoever was named by an address only is known by it from now on.
    UPDATE teams SET (member_users, member_emails, member_leads) = (
        SELECT coalesce(array_agg(who ORDER BY nth), '{}'),
            coalesce(array_agg(email ORDER BY nth), '{}'),
            coalesce(array_agg(leads ORDER BY nth), '{}')
        FROM (SELECT DISTINCT ON (who) who, email, leads, nth
              FROM (SELECT coalesce(member->>'user_id', member->>'user_email') AS who,
                        member->>'user_email' AS email,
                        coalesce(member->>'role', '') = 'admin' AS leads, nth
                    FROM json_array_elements(extras->'members_with_roles')
                        WITH ORDINALITY AS listed (member, nth)
                    WHERE json_typeof(member) = 'object') AS named
              WHERE btrim(who) <> '' AND length(who) <= 256
              ORDER BY who, nth) AS members)
        WHERE json_typeof(extras->'members_with_roles') = 'array';
    UPDATE teams SET extras = (SELECT coalesce(json_object_agg(key, value), '{}'::json)
                               FROM json_each(extras) WHERE key <> 'members_with_roles')
        WHERE extras->'members_with_roles' IS NOT NULL;
    UPDATE registry_revision SET revision = revision + 1, complete_from = revision + 1
        WHERE EXISTS (SELECT FROM teams) OR EXISTS (SELECT FROM keys);
END
$$;

--changeset signalbox:audit
CREATE TABLE audit (
    serial bigint PRIMARY KEY,
    revision bigint NOT NULL,
    at timestamptz NOT NULL,
    author text NOT NULL,
    address text NOT NULL,
    on_behalf_of text,
    kind text NOT NULL CHECK (kind IN ('team', 'key', 'user', 'model')),
    id text NOT NULL,
    before text,
    after text,
    previous text NOT NULL,
    hash text NOT NULL
);
CREATE INDEX audit_by_thing ON audit USING hash (id);
CREATE INDEX audit_by_revision ON audit (revision);
COMMENT ON TABLE audit IS 'every change; each row holds the hash of the one before, so that none can be edited or taken out unseen';
COMMENT ON COLUMN audit.before IS 'JSON as text, letter by letter what was hashed; no secret in it';

CREATE TABLE audit_head (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    serial bigint NOT NULL,
    hash text NOT NULL
);
COMMENT ON TABLE audit_head IS 'the newest row of audit; changed only under the lock on registry_revision';
INSERT INTO audit_head (serial, hash) VALUES (0, '');

CREATE FUNCTION audit_hash(entry audit) RETURNS text LANGUAGE sql STABLE AS $body$
    SELECT encode(sha256(convert_to(json_build_array(
        entry.previous, entry.serial, entry.revision,
        to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        entry.author, entry.address, entry.on_behalf_of, entry.kind, entry.id,
        entry.before, entry.after)::text, 'UTF8')), 'hex')
$body$;

--changeset signalbox:audit-is-not-edited splitStatements:false
CREATE FUNCTION refuse_audit_edit() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'the history is only ever added to';
END
$body$;
CREATE TRIGGER audit_is_not_edited BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_edit();

--changeset signalbox:tombstones-of-models
ALTER TABLE tombstones DROP CONSTRAINT tombstones_kind_check;
ALTER TABLE tombstones ADD CONSTRAINT tombstones_kind_check CHECK (kind IN ('team', 'key', 'model'));

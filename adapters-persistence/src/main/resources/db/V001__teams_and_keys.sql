--liquibase formatted sql

--changeset signalbox:teams-and-keys
CREATE TABLE registry_revision (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    revision bigint NOT NULL,
    complete_from bigint NOT NULL
);
COMMENT ON COLUMN registry_revision.revision IS 'of the last change; locked by every change before it reads anything';
COMMENT ON COLUMN registry_revision.complete_from IS 'whoever has seen less than this must load everything: older tombstones are gone';
INSERT INTO registry_revision (revision, complete_from) VALUES (0, 0);

CREATE TABLE teams (
    id text PRIMARY KEY,
    name text,
    models text[] NOT NULL,
    alias_names text[] NOT NULL,
    alias_targets text[] NOT NULL,
    blocked boolean NOT NULL,
    extras json NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    CHECK (cardinality(alias_names) = cardinality(alias_targets))
);
CREATE INDEX teams_by_revision ON teams (revision);
COMMENT ON COLUMN teams.extras IS 'kept for its owner as it was written: json, not jsonb, which reorders, rewrites numbers and refuses some texts';

CREATE TABLE keys (
    hash text PRIMARY KEY,
    public_id text NOT NULL,
    label text NOT NULL,
    name text,
    team_id text REFERENCES teams (id),
    models text[] NOT NULL,
    blocked boolean NOT NULL,
    expires_at timestamptz,
    extras json NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT keys_name_once EXCLUDE USING hash (name WITH =)
);
CREATE INDEX keys_by_team ON keys (team_id, created_at);
CREATE INDEX keys_by_revision ON keys (revision);
COMMENT ON CONSTRAINT keys_name_once ON keys IS 'unique; by hash, because a B-tree refuses long names';

CREATE TABLE tombstones (
    serial bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('team', 'key')),
    id text NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (kind, id)
);
CREATE INDEX tombstones_by_revision ON tombstones (revision);

CREATE TABLE schema_fingerprints (
    fingerprint text PRIMARY KEY,
    since timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE schema_fingerprints IS 'which sets of changesets this schema has been through; found here, a start need not ask Liquibase';

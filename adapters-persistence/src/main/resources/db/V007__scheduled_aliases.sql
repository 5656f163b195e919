--liquibase formatted sql

--changeset signalbox:scheduled-aliases
CREATE TABLE scheduled_aliases (
    id text PRIMARY KEY,
    team_id text NOT NULL,
    alias_names text[] NOT NULL,
    alias_targets text[] NOT NULL,
    split_names text[] NOT NULL,
    split_groups text[] NOT NULL,
    split_weights integer[] NOT NULL,
    effective_at timestamptz NOT NULL,
    author text NOT NULL,
    address text NOT NULL,
    on_behalf_of text,
    bound boolean NOT NULL,
    created_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'done', 'cancelled', 'failed')),
    why text
);
CREATE INDEX scheduled_aliases_waiting ON scheduled_aliases (effective_at) WHERE state = 'waiting';
CREATE INDEX scheduled_aliases_by_team ON scheduled_aliases (team_id, effective_at);
COMMENT ON TABLE scheduled_aliases IS 'changed only under the lock on registry_revision, so each happens once; no reference to teams, since one may go before the moment comes';

ALTER TABLE audit DROP CONSTRAINT audit_kind_check;
ALTER TABLE audit ADD CONSTRAINT audit_kind_check
    CHECK (kind IN ('team', 'key', 'user', 'model', 'schedule'));

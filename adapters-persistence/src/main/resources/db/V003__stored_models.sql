--liquibase formatted sql

--changeset signalbox:stored-models
CREATE TABLE models (
    id text PRIMARY KEY,
    group_name text NOT NULL,
    sealed_params text NOT NULL,
    shown_params json NOT NULL,
    info json NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL,
    revision bigint NOT NULL
);
CREATE INDEX models_by_revision ON models (revision);
COMMENT ON COLUMN models.sealed_params IS 'all of litellm_params; the key is not in this database';
COMMENT ON COLUMN models.shown_params IS 'what of them is no secret';

--liquibase formatted sql

--changeset signalbox:bounded
CREATE TABLE bounded (
    holder text COLLATE "C" PRIMARY KEY,
    max_budget numeric,
    soft_budget numeric,
    rpm_limit numeric,
    tpm_limit numeric,
    max_parallel_requests numeric,
    budget_duration text,
    temp_budget_increase numeric,
    temp_budget_expiry timestamptz,
    model_names text[] NOT NULL DEFAULT '{}',
    model_budgets text[] NOT NULL DEFAULT '{}',
    model_durations text[] NOT NULL DEFAULT '{}',
    model_rpm_limits text[] NOT NULL DEFAULT '{}',
    model_tpm_limits text[] NOT NULL DEFAULT '{}',
    budget_id text,
    blocked boolean NOT NULL DEFAULT false,
    extras json NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL
);
CREATE INDEX bounded_by_revision ON bounded (revision);
CREATE INDEX bounded_by_terms ON bounded (budget_id) WHERE budget_id IS NOT NULL;
COMMENT ON TABLE bounded IS 'what is said of those who are neither keys nor teams nor users: team_member/<team>/<user>, end_user/<id>, tag/<name>, and budget/<id>, terms that several share';
COMMENT ON COLUMN bounded.budget_id IS 'of the terms that say what is not said here; no reference, since terms may go first';

ALTER TABLE tombstones DROP CONSTRAINT tombstones_kind_check;
ALTER TABLE tombstones ADD CONSTRAINT tombstones_kind_check
    CHECK (kind IN ('team', 'key', 'model', 'bounded'));
ALTER TABLE audit DROP CONSTRAINT audit_kind_check;
ALTER TABLE audit ADD CONSTRAINT audit_kind_check
    CHECK (kind IN ('team', 'key', 'user', 'model', 'schedule', 'bounded'));

--changeset signalbox:bounds-of-members
ALTER TABLE teams
    ADD COLUMN member_max_budget numeric,
    ADD COLUMN member_rpm_limit numeric,
    ADD COLUMN member_tpm_limit numeric,
    ADD COLUMN member_max_parallel_requests numeric,
    ADD COLUMN member_soft_budget numeric,
    ADD COLUMN member_budget_duration text,
    ADD COLUMN member_temp_budget_increase numeric,
    ADD COLUMN member_temp_budget_expiry timestamptz;
ALTER TABLE keys ADD COLUMN budget_id text;
CREATE INDEX keys_by_terms ON keys (budget_id) WHERE budget_id IS NOT NULL;
COMMENT ON COLUMN teams.member_max_budget IS 'what extras say (team_member_budget), as calls need it; so with the others';
COMMENT ON COLUMN keys.budget_id IS 'of the terms that say what the key does not; what extras say, as calls need it';

--changeset signalbox:bounds-of-members-of-extras splitStatements:false
CREATE OR REPLACE FUNCTION pg_temp.number_of(said json, name text) RETURNS numeric
LANGUAGE sql AS $body$
    SELECT CASE WHEN json_typeof(said->name) = 'number'
            AND said->>name ~ '^[0-9]{1,15}([.][0-9]{1,12})?([eE]-?[0-9]{1,2})?$'
        THEN CAST(said->>name AS numeric) END
$body$;

DO $$
DECLARE
    team text;
    said json;
    duration text;
    filled boolean := false;
BEGIN
    FOR team, said IN SELECT id, extras FROM teams WHERE CAST(extras AS text) ~ '"team_member_'
    LOOP
        BEGIN
            duration := said->>'team_member_budget_duration';
            UPDATE teams SET
                member_max_budget = pg_temp.number_of(said, 'team_member_budget'),
                member_rpm_limit = pg_temp.number_of(said, 'team_member_rpm_limit'),
                member_tpm_limit = pg_temp.number_of(said, 'team_member_tpm_limit'),
                member_budget_duration =
                    CASE WHEN duration ~ '^[1-9][0-9]{0,4}(s|m|h|d|w|mo)$' THEN duration END
                WHERE id = team;
            filled := true;
        EXCEPTION WHEN data_exception THEN
            -- Texts that PostgreSQL cannot hold bound nobody.
            RAISE NOTICE 'of % no bounds of members can be read', team;
        END;
    END LOOP;
    IF filled THEN
        UPDATE registry_revision SET revision = revision + 1, complete_from = revision + 1;
    END IF;
END
$$;

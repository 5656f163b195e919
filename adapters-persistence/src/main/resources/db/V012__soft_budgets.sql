--liquibase formatted sql

--changeset signalbox:soft-budgets
ALTER TABLE teams
    ADD COLUMN soft_budget numeric,
    ADD COLUMN temp_budget_increase numeric,
    ADD COLUMN temp_budget_expiry timestamptz;
ALTER TABLE keys
    ADD COLUMN soft_budget numeric,
    ADD COLUMN temp_budget_increase numeric,
    ADD COLUMN temp_budget_expiry timestamptz;
ALTER TABLE users
    ADD COLUMN soft_budget numeric,
    ADD COLUMN temp_budget_increase numeric,
    ADD COLUMN temp_budget_expiry timestamptz;
COMMENT ON COLUMN keys.soft_budget IS 'US dollars from which on somebody is told; refuses nothing';
COMMENT ON COLUMN keys.temp_budget_increase IS 'US dollars by which max_budget is raised until temp_budget_expiry';

--changeset signalbox:soft-budgets-out-of-extras splitStatements:false
DO $$
DECLARE
    place text;
    id text;
    filled boolean := false;
BEGIN
    FOREACH place IN ARRAY ARRAY['teams', 'keys', 'users'] LOOP
        FOR id IN EXECUTE format(
            'SELECT %I FROM %I WHERE CAST(extras AS text) ~ ''"soft_budget"''',
            CASE place WHEN 'keys' THEN 'hash' ELSE 'id' END, place)
        LOOP
            BEGIN
                EXECUTE format(
                    'UPDATE %I SET
                        soft_budget = CASE WHEN json_typeof(extras->''soft_budget'') = ''number''
                                AND extras->>''soft_budget'' ~ ''^[0-9]''
                            THEN (extras->>''soft_budget'')::numeric END,
                        extras = (SELECT coalesce(json_object_agg(key, value), ''{}''::json)
                            FROM json_each(extras) WHERE key <> ''soft_budget'')
                    WHERE %I = $1 AND extras->''soft_budget'' IS NOT NULL',
                    place, CASE place WHEN 'keys' THEN 'hash' ELSE 'id' END)
                USING id;
                filled := true;
            EXCEPTION WHEN data_exception THEN
                -- Texts that PostgreSQL cannot hold say nothing about a budget.
                RAISE NOTICE 'of % no soft_budget can be read', id;
            END;
        END LOOP;
    END LOOP;
    IF filled THEN
        UPDATE registry_revision SET revision = revision + 1, complete_from = revision + 1;
    END IF;
END
$$;

--liquibase formatted sql

--changeset signalbox:routing-terms
ALTER TABLE teams
    ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
    ADD COLUMN residency text[] NOT NULL DEFAULT '{}',
    ADD COLUMN router_settings json,
    ADD COLUMN stays boolean NOT NULL DEFAULT false,
    ADD COLUMN trusts_tags boolean NOT NULL DEFAULT false;
ALTER TABLE keys
    ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
    ADD COLUMN router_settings json,
    ADD COLUMN stays boolean NOT NULL DEFAULT false,
    ADD COLUMN trusts_tags boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN teams.residency IS 'regions that calls may be served in, in lower case; empty for any';
COMMENT ON COLUMN teams.tags IS 'like the three after the residency: what extras say, as calls need it; always written together with them';
COMMENT ON COLUMN keys.tags IS 'like the three behind it: what extras say, as calls need it; always written together with them';

--changeset signalbox:routing-terms-of-extras splitStatements:false
CREATE OR REPLACE FUNCTION pg_temp.tags_in(list json) RETURNS text[] LANGUAGE sql AS $body$
    SELECT ARRAY(SELECT DISTINCT tag #>> '{}' AS text FROM json_array_elements(
            CASE WHEN json_typeof(list) = 'array' THEN list ELSE '[]' END) AS listed (tag)
        WHERE json_typeof(tag) = 'string' AND tag #>> '{}' <> '' ORDER BY text)
$body$;

DO $$
DECLARE
    place text;
    id text;
    said json;
    filled boolean := false;
BEGIN
    FOREACH place IN ARRAY ARRAY['teams', 'keys'] LOOP
        FOR id, said IN EXECUTE format(
            'SELECT %I, extras FROM %I
             WHERE CAST(extras AS text) ~ ''"(tags|router_settings|metadata)"''',
            CASE place WHEN 'teams' THEN 'id' ELSE 'hash' END, place)
        LOOP
            BEGIN
                EXECUTE format(
                    'UPDATE %I SET tags = $2, router_settings = $3, stays = $4, trusts_tags = $5
                     WHERE %I = $1',
                    place, CASE place WHEN 'teams' THEN 'id' ELSE 'hash' END)
                USING id,
                    ARRAY(SELECT DISTINCT unnest(pg_temp.tags_in(said->'tags')
                        || pg_temp.tags_in(said->'metadata'->'tags'))),
                    CASE WHEN json_typeof(said->'router_settings') = 'object'
                        AND EXISTS (SELECT FROM json_each(said->'router_settings'))
                        THEN said->'router_settings' END,
                    coalesce(json_typeof(said->'metadata'->'disable_fallbacks') = 'boolean'
                        AND said->'metadata'->>'disable_fallbacks' = 'true', false),
                    coalesce(json_typeof(said->'metadata'->'allow_client_tags') = 'boolean'
                        AND said->'metadata'->>'allow_client_tags' = 'true', false);
                filled := true;
            EXCEPTION WHEN data_exception THEN
                -- Texts that PostgreSQL cannot hold say nothing about the way of calls.
                RAISE NOTICE 'of % nothing about the way of calls can be read', id;
            END;
        END LOOP;
    END LOOP;
    IF filled THEN
        UPDATE registry_revision SET revision = revision + 1, complete_from = revision + 1;
    END IF;
END
$$;

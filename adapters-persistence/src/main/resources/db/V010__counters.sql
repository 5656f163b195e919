--liquibase formatted sql

--changeset signalbox:counters
ALTER TABLE meters
    ADD COLUMN measure text NOT NULL DEFAULT 'usd',
    ADD COLUMN recalled timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE grants
    ADD COLUMN turn bigint NOT NULL DEFAULT 0,
    ADD COLUMN answered timestamptz NOT NULL DEFAULT '-infinity';
CREATE INDEX meters_by_end ON meters (ends);
COMMENT ON COLUMN meters.measure IS 'usd, requests, tokens or max_parallel_requests; grants of the last are void when their replica is dead';
COMMENT ON COLUMN meters.recalled IS 'when replicas were last asked to give back what they do not use';
COMMENT ON COLUMN grants.turn IS 'of what a replica says the highest counts: what was given up may still arrive';
COMMENT ON COLUMN grants.answered IS 'when the replica last gave back all that it did not use';

--changeset signalbox:take-grant splitStatements:false
CREATE FUNCTION take_grant(
    p_meter text, p_measure text, p_starts timestamptz, p_ends timestamptz,
    p_replica uuid, p_turn bigint, p_held bigint, p_most bigint,
    p_need bigint, p_urgent bigint, p_liked bigint, p_asked timestamptz,
    OUT outcome text, OUT held bigint, OUT granted bigint, OUT used bigint, OUT at timestamptz)
LANGUAGE plpgsql AS $body$
DECLARE
    slots CONSTANT boolean := p_measure = 'max_parallel_requests';
    life CONSTANT interval := '10 s';
    -- Whoever gave back so recently has nothing unused now.
    fresh CONSTANT interval := '100 ms';
    spent_for_good bigint;
    own grants%ROWTYPE;
    of_others bigint;
    unasked boolean;
    room bigint;
    alive bigint;
BEGIN
    held := 0;
    granted := 0;
    used := 0;
    at := clock_timestamp();
    -- A replica may be early by the time that its question takes, and no more.
    IF at < p_starts AND p_starts - at < interval '200 ms' THEN
        PERFORM pg_sleep(extract(epoch FROM p_starts - at));
        at := clock_timestamp();
    END IF;
    IF at < p_starts OR at >= p_ends THEN
        outcome := 'not_now';
        RETURN;
    END IF;
    INSERT INTO meters (id, measure, ends)
        VALUES (p_meter, p_measure, nullif(p_ends, 'infinity'))
        ON CONFLICT DO NOTHING;
    SELECT spent INTO STRICT spent_for_good FROM meters WHERE id = p_meter FOR UPDATE;
    -- Others may have held the lock for a while.
    at := clock_timestamp();
    IF at >= p_ends THEN
        outcome := 'not_now';
        RETURN;
    END IF;
    SELECT * INTO own FROM grants WHERE meter = p_meter AND replica = p_replica;
    IF own.turn >= p_turn THEN
        outcome := 'refused';
        held := own.amount;
        RETURN;
    END IF;
    held := coalesce(nullif(p_held, -1), own.amount, 0);
    SELECT coalesce(sum(greatest(g.amount - g.settled, 0)), 0),
            coalesce(bool_or(g.amount > g.settled AND r.seen > at - life
                AND g.answered < coalesce(p_asked, at) - fresh), false)
        INTO of_others, unasked
        FROM grants g LEFT JOIN replicas r ON r.id = g.replica
        WHERE g.meter = p_meter AND g.replica <> p_replica
            AND (NOT slots OR r.seen > at - life);
    -- What of the own share is settled for more than was granted is in spent_for_good already.
    used := spent_for_good + of_others + held - coalesce(own.settled, 0);
    room := p_most - used;
    IF room >= p_need THEN
        outcome := 'granted';
        SELECT count(*) INTO alive FROM replicas WHERE seen > at - life;
        granted := greatest(0, least(room, greatest(p_need, p_urgent,
            least(p_liked, room / (2 * greatest(alive, 1))))));
        held := held + granted;
    ELSIF p_need > 0 AND unasked THEN
        outcome := 'others_asked';
        UPDATE meters SET recalled = at
            WHERE id = p_meter AND recalled < at - interval '50 ms';
        IF FOUND THEN
            PERFORM pg_notify('signalbox_meters', 'recalled ' || p_replica || ' ' || p_meter);
        END IF;
    ELSE
        outcome := 'refused';
    END IF;
    -- Whoever needs more and gets nothing has nothing unused; whoever gets some may.
    INSERT INTO grants (meter, replica, amount, turn, answered)
        VALUES (p_meter, p_replica, held, p_turn,
            CASE WHEN p_need > 0 AND granted = 0 THEN at ELSE '-infinity' END)
        ON CONFLICT (meter, replica) DO UPDATE
            SET amount = excluded.amount, turn = excluded.turn,
                answered = CASE WHEN granted > 0 THEN excluded.answered
                    ELSE greatest(grants.answered, excluded.answered) END;
END
$body$;

--changeset signalbox:report-grant splitStatements:false
CREATE FUNCTION report_grant(p_meter text, p_replica uuid, p_turn bigint, p_held bigint)
RETURNS boolean LANGUAGE plpgsql AS $body$
BEGIN
    UPDATE grants
        SET amount = coalesce(nullif(p_held, -1), amount), turn = p_turn, answered = clock_timestamp()
        WHERE meter = p_meter AND replica = p_replica AND turn < p_turn;
    IF FOUND AND EXISTS (SELECT FROM meters
            WHERE id = p_meter AND recalled > clock_timestamp() - interval '5 s') THEN
        PERFORM pg_notify('signalbox_meters', 'freed ' || p_replica || ' ' || p_meter);
        RETURN true;
    END IF;
    RETURN false;
END
$body$;

--changeset signalbox:replica-lives splitStatements:false
CREATE FUNCTION replica_lives(p_replica uuid) RETURNS timestamptz LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO replicas (id) VALUES (p_replica)
        ON CONFLICT (id) DO UPDATE SET seen = clock_timestamp();
    -- Whoever else is at it does the same; nobody waits.
    DELETE FROM meters WHERE id IN (
        SELECT id FROM meters
        WHERE ends < now() - CASE measure WHEN 'usd' THEN interval '7 days' ELSE interval '5 minutes' END
        ORDER BY ends LIMIT 500 FOR UPDATE SKIP LOCKED);
    DELETE FROM grants WHERE (meter, replica) IN (
        SELECT g.meter, g.replica
        FROM replicas r JOIN grants g ON g.replica = r.id JOIN meters m ON m.id = g.meter
        WHERE r.seen < now() - interval '10 minutes' AND m.measure = 'max_parallel_requests'
            OR r.seen < now() - interval '1 day' AND g.amount <= g.settled
        LIMIT 500 FOR UPDATE OF g SKIP LOCKED);
    DELETE FROM replicas WHERE id IN (
        SELECT id FROM replicas r
        WHERE seen < now() - interval '1 day'
            AND NOT EXISTS (SELECT FROM grants g WHERE g.replica = r.id)
        LIMIT 100 FOR UPDATE SKIP LOCKED);
    RETURN clock_timestamp();
END
$body$;

--changeset signalbox:close-grants splitStatements:false
CREATE FUNCTION close_grants(p_replica uuid) RETURNS bigint LANGUAGE sql AS $body$
    WITH closed AS (DELETE FROM grants WHERE replica = p_replica RETURNING amount)
    SELECT count(*) FROM closed
$body$;
COMMENT ON FUNCTION close_grants(uuid) IS 'for whoever has read the whole journal of a dead replica: what it was granted and did not spend is to be had again';

--changeset signalbox:budget-duration
ALTER TABLE teams ADD COLUMN budget_duration text;
ALTER TABLE keys ADD COLUMN budget_duration text;
ALTER TABLE users ADD COLUMN budget_duration text;
ALTER TABLE keys
    ADD COLUMN model_names text[] NOT NULL DEFAULT '{}',
    ADD COLUMN model_budgets text[] NOT NULL DEFAULT '{}',
    ADD COLUMN model_durations text[] NOT NULL DEFAULT '{}',
    ADD COLUMN model_rpm_limits text[] NOT NULL DEFAULT '{}',
    ADD COLUMN model_tpm_limits text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN keys.model_names IS 'models that have bounds of their own; the four behind it are as long, each empty where nothing is said';
COMMENT ON COLUMN keys.budget_duration IS 'after which time max_budget may be spent anew, such as 30d; null for never. What extras say, as calls need it';

--changeset signalbox:budget-duration-of-extras splitStatements:false
DO $$
DECLARE
    place text;
    id text;
    said json;
    duration text;
    filled boolean := false;
BEGIN
    FOREACH place IN ARRAY ARRAY['teams', 'keys', 'users'] LOOP
        FOR id, said IN EXECUTE format(
            'SELECT %I, extras FROM %I WHERE CAST(extras AS text) ~ ''"budget_duration"''',
            CASE place WHEN 'keys' THEN 'hash' ELSE 'id' END, place)
        LOOP
            BEGIN
                duration := said->>'budget_duration';
                IF duration ~ '^[1-9][0-9]{0,4}(s|m|h|d|w|mo)$' THEN
                    EXECUTE format('UPDATE %I SET budget_duration = $2 WHERE %I = $1',
                        place, CASE place WHEN 'keys' THEN 'hash' ELSE 'id' END)
                    USING id, duration;
                    filled := true;
                END IF;
            EXCEPTION WHEN data_exception THEN
                -- Texts that PostgreSQL cannot hold say nothing about a budget.
                RAISE NOTICE 'of % no budget_duration can be read', id;
            END;
        END LOOP;
    END LOOP;
    IF filled THEN
        UPDATE registry_revision SET revision = revision + 1, complete_from = revision + 1;
    END IF;
END
$$;

--changeset signalbox:model-limits-of-extras splitStatements:false
CREATE OR REPLACE FUNCTION pg_temp.members_of(said json) RETURNS TABLE (name text, value json)
LANGUAGE sql AS $body$
    SELECT DISTINCT ON (key) key, each.value FROM json_each(
        CASE WHEN json_typeof(said) = 'object' THEN said ELSE '{}' END) AS each ORDER BY key
$body$;

CREATE OR REPLACE FUNCTION pg_temp.fitting(said json, kind text, form text) RETURNS text
LANGUAGE sql AS $body$
    SELECT CASE WHEN json_typeof(said) = kind AND said #>> '{}' ~ form THEN said #>> '{}' ELSE '' END
$body$;

DO $$
DECLARE
    id text;
    said json;
    filled boolean := false;
BEGIN
    FOR id, said IN SELECT hash, extras FROM keys
        WHERE CAST(extras AS text) ~ '"model_(max_budget|rpm_limit|tpm_limit)"'
    LOOP
        BEGIN
            UPDATE keys SET (model_names, model_budgets, model_durations, model_rpm_limits,
                    model_tpm_limits) = (
                SELECT coalesce(array_agg(model ORDER BY model), '{}'),
                    coalesce(array_agg(coalesce(pg_temp.fitting(CASE json_typeof(money)
                            WHEN 'object' THEN coalesce(money->'budget_limit', money->'max_budget')
                            ELSE money END, 'number', '^[0-9]+([.][0-9]+)?([eE][-+]?[0-9]{1,2})?$'),
                        '') ORDER BY model), '{}'),
                    coalesce(array_agg(coalesce(pg_temp.fitting(CASE json_typeof(money)
                            WHEN 'object' THEN money->'time_period' END,
                        'string', '^[1-9][0-9]{0,4}(s|m|h|d|w|mo)$'), '') ORDER BY model), '{}'),
                    coalesce(array_agg(coalesce(pg_temp.fitting(rpm, 'number', '^[0-9]{1,15}$'), '')
                        ORDER BY model), '{}'),
                    coalesce(array_agg(coalesce(pg_temp.fitting(tpm, 'number', '^[0-9]{1,15}$'), '')
                        ORDER BY model), '{}')
                FROM (SELECT name AS model, m.value AS money, r.value AS rpm, t.value AS tpm
                    FROM pg_temp.members_of(said->'model_max_budget') AS m
                    FULL JOIN pg_temp.members_of(said->'model_rpm_limit') AS r USING (name)
                    FULL JOIN pg_temp.members_of(said->'model_tpm_limit') AS t USING (name)) AS all_said)
                WHERE hash = id;
            filled := true;
        EXCEPTION WHEN data_exception THEN
            -- Texts that PostgreSQL cannot hold bound no model.
            RAISE NOTICE 'of % no bounds of models can be read', id;
        END;
    END LOOP;
    IF filled THEN
        UPDATE registry_revision SET revision = revision + 1, complete_from = revision + 1;
    END IF;
END
$$;

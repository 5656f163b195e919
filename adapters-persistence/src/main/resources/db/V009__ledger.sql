--liquibase formatted sql

--changeset signalbox:ledger
CREATE TABLE ledger (
    day date NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('call', 'correction')),
    corrects uuid,
    at timestamptz NOT NULL,
    call text NOT NULL,
    attempt integer NOT NULL,
    key text NOT NULL,
    key_name text,
    team text,
    user_id text,
    end_user text,
    tags text[] NOT NULL,
    asked text NOT NULL,
    model_group text NOT NULL,
    deployment text NOT NULL,
    provider text NOT NULL,
    model text NOT NULL,
    endpoint text NOT NULL,
    address text NOT NULL,
    streamed boolean NOT NULL,
    status text NOT NULL,
    error text,
    prompt bigint NOT NULL,
    completion bigint NOT NULL,
    cached bigint NOT NULL,
    reasoning bigint NOT NULL,
    estimated boolean NOT NULL,
    reserved bigint NOT NULL,
    cost bigint NOT NULL,
    price text,
    first_nanos bigint,
    took_nanos bigint NOT NULL,
    meters text[] NOT NULL,
    replica uuid NOT NULL,
    PRIMARY KEY (day, id),
    CHECK ((kind = 'correction') = (corrects IS NOT NULL))
) PARTITION BY RANGE (day);
CREATE INDEX ledger_by_key ON ledger (key, day, id);
CREATE INDEX ledger_by_team ON ledger (team, day, id) WHERE team IS NOT NULL;
CREATE INDEX ledger_by_user ON ledger (user_id, day, id) WHERE user_id IS NOT NULL;
CREATE INDEX ledger_by_end_user ON ledger (end_user, day, id) WHERE end_user IS NOT NULL;
CREATE INDEX ledger_by_call ON ledger (call);
CREATE INDEX ledger_by_tag ON ledger USING gin (tags) WHERE tags <> '{}';
CREATE INDEX ledger_by_trouble ON ledger (status, day, id) WHERE status <> 'success';
CREATE INDEX ledger_by_corrected ON ledger (corrects) WHERE corrects IS NOT NULL;
COMMENT ON TABLE ledger IS 'one row for every question that went up, and one for every correction of such a row; never changed';
COMMENT ON COLUMN ledger.day IS 'in UTC, of the time that is in the id: rows of a day go together';
COMMENT ON COLUMN ledger.cost IS 'nanodollars; of a correction the difference';

CREATE TABLE daily_spend (
    day date NOT NULL,
    slot uuid NOT NULL,
    facet text NOT NULL CHECK (facet IN ('model', 'team', 'key', 'call', 'end_user', 'tag')),
    subject text,
    key text,
    team text,
    user_id text,
    model_group text,
    model text,
    provider text,
    requests bigint NOT NULL,
    successes bigint NOT NULL,
    failures bigint NOT NULL,
    prompt bigint NOT NULL,
    completion bigint NOT NULL,
    cached bigint NOT NULL,
    reasoning bigint NOT NULL,
    cost bigint NOT NULL,
    PRIMARY KEY (day, slot)
);
CREATE INDEX daily_spend_by_facet ON daily_spend (facet, day);
CREATE INDEX daily_spend_by_key ON daily_spend (facet, key, day) WHERE key IS NOT NULL;
CREATE INDEX daily_spend_by_team ON daily_spend (facet, team, day) WHERE team IS NOT NULL;
CREATE INDEX daily_spend_by_user ON daily_spend (facet, user_id, day) WHERE user_id IS NOT NULL;
CREATE INDEX daily_spend_by_subject ON daily_spend (facet, subject, day) WHERE subject IS NOT NULL;
COMMENT ON TABLE daily_spend IS 'sums of the ledger, as fine as the facet is: each row of the ledger is in one sum of model, team, key and call, in one of end_user if it has one, and in one of tag for each of its tags';
COMMENT ON COLUMN daily_spend.slot IS 'stands for all that is not summed up: a B-tree refuses long names';
COMMENT ON COLUMN daily_spend.subject IS 'the end user, or the tag';

CREATE TABLE spend_totals (
    kind text NOT NULL CHECK (kind IN ('key', 'team', 'user', 'end_user', 'tag', 'model')),
    slot uuid NOT NULL,
    id text NOT NULL,
    cost bigint NOT NULL,
    PRIMARY KEY (kind, slot)
);
COMMENT ON TABLE spend_totals IS 'what each has cost so far, in nanodollars';
COMMENT ON COLUMN spend_totals.slot IS 'stands for the id: a B-tree refuses long names';

CREATE TABLE journals_read (
    replica uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE journals_read IS 'runs of gateways that are over, and all that they took down is in the ledger';

--changeset signalbox:ledger-entries splitStatements:false
CREATE TYPE ledger_entry AS (
    day date, id uuid, kind text, corrects uuid, at timestamptz, call text, attempt integer,
    key text, key_name text, team text, user_id text, end_user text, tags text[],
    asked text, model_group text, deployment text, provider text, model text, endpoint text,
    address text, streamed boolean, status text, error text,
    prompt bigint, completion bigint, cached bigint, reasoning bigint,
    estimated boolean, reserved bigint, cost bigint, price text,
    first_nanos bigint, took_nanos bigint, meters text[], replica uuid);

-- The parts that others may wait for come last. Every part is written in one order, so that two
-- gateways at once wait for each other and not in a circle.
CREATE FUNCTION ledger_take(entries ledger_entry[]) RETURNS bigint LANGUAGE plpgsql AS $body$
DECLARE
    fresh ledger_entry[];
BEGIN
    WITH stored AS (
        INSERT INTO ledger (day, id, kind, corrects, at, call, attempt, key, key_name, team,
            user_id, end_user, tags, asked, model_group, deployment, provider, model, endpoint,
            address, streamed, status, error, prompt, completion, cached, reasoning, estimated,
            reserved, cost, price, first_nanos, took_nanos, meters, replica)
        SELECT * FROM unnest(entries) AS e ORDER BY e.day, e.id
        ON CONFLICT (day, id) DO NOTHING
        RETURNING day, id, kind, corrects, at, call, attempt, key, key_name, team,
            user_id, end_user, tags, asked, model_group, deployment, provider, model, endpoint,
            address, streamed, status, error, prompt, completion, cached, reasoning, estimated,
            reserved, cost, price, first_nanos, took_nanos, meters, replica)
    SELECT array_agg(ROW(stored.*)::ledger_entry) INTO fresh FROM stored;
    IF fresh IS NULL THEN
        RETURN 0;
    END IF;

    INSERT INTO daily_spend AS d (day, slot, facet, subject, key, team, user_id, model_group, model,
        provider, requests, successes, failures, prompt, completion, cached, reasoning, cost)
    SELECT e.day,
        md5(f::text)::uuid AS slot,
        f.facet, f.subject, f.key, f.team, f.user_id, f.model_group, f.model, f.provider,
        count(*) FILTER (WHERE e.kind = 'call'),
        count(*) FILTER (WHERE e.kind = 'call' AND e.status = 'success'),
        count(*) FILTER (WHERE e.kind = 'call' AND e.status = 'failure'),
        sum(e.prompt), sum(e.completion), sum(e.cached), sum(e.reasoning), sum(e.cost)
    FROM unnest(fresh) AS e
    CROSS JOIN LATERAL (
        SELECT 'model'::text AS facet, NULL::text AS subject, NULL::text AS key,
            NULL::text AS team, NULL::text AS user_id, e.model_group, e.model, e.provider
        UNION ALL SELECT 'team', NULL, NULL, e.team, NULL, e.model_group, e.model, e.provider
        UNION ALL SELECT 'key', NULL, e.key, e.team, e.user_id, NULL, NULL, NULL
        UNION ALL SELECT 'call', NULL, e.key, e.team, e.user_id, e.model_group, e.model, e.provider
        UNION ALL SELECT 'end_user', e.end_user, NULL, e.team, NULL, e.model_group, e.model,
            e.provider WHERE e.end_user IS NOT NULL
        UNION ALL SELECT DISTINCT 'tag', tag, NULL, e.team, NULL, e.model_group, e.model,
            e.provider FROM unnest(e.tags) AS tag) AS f
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ORDER BY 1, 2
    ON CONFLICT (day, slot) DO UPDATE SET requests = d.requests + excluded.requests,
        successes = d.successes + excluded.successes, failures = d.failures + excluded.failures,
        prompt = d.prompt + excluded.prompt, completion = d.completion + excluded.completion,
        cached = d.cached + excluded.cached, reasoning = d.reasoning + excluded.reasoning,
        cost = d.cost + excluded.cost;

    INSERT INTO spend_totals AS t (kind, slot, id, cost)
    SELECT s.kind, md5(s.id)::uuid, s.id, sum(e.cost)
    FROM unnest(fresh) AS e
    CROSS JOIN LATERAL (
        SELECT 'key'::text AS kind, e.key AS id
        UNION ALL SELECT 'team', e.team WHERE e.team IS NOT NULL
        UNION ALL SELECT 'user', e.user_id WHERE e.user_id IS NOT NULL
        UNION ALL SELECT 'end_user', e.end_user WHERE e.end_user IS NOT NULL
        UNION ALL SELECT 'model', e.model_group
        UNION ALL SELECT DISTINCT 'tag', tag FROM unnest(e.tags) AS tag) AS s
    GROUP BY 1, 2, 3
    ORDER BY 1, 2
    ON CONFLICT (kind, slot) DO UPDATE SET cost = t.cost + excluded.cost;

    -- A meter that is not there is made: what was spent must not be forgotten.
    INSERT INTO meters AS m (id, spent)
    SELECT meter, sum(e.cost)
    FROM unnest(fresh) AS e CROSS JOIN LATERAL (SELECT DISTINCT unnest(e.meters) AS meter) AS named
    GROUP BY meter
    ORDER BY meter
    ON CONFLICT (id) DO UPDATE SET spent = m.spent + excluded.spent;

    -- A correction was never granted to anybody.
    UPDATE grants AS g SET settled = g.settled + used.cost
    FROM (SELECT meter, e.replica, sum(e.cost) AS cost
          FROM unnest(fresh) AS e
          CROSS JOIN LATERAL (SELECT DISTINCT unnest(e.meters) AS meter) AS named
          WHERE e.kind = 'call'
          GROUP BY meter, e.replica) AS used
    WHERE g.meter = used.meter AND g.replica = used.replica;

    RETURN cardinality(fresh);
END
$body$;

--changeset signalbox:ledger-days splitStatements:false
-- Attaching takes no lock that a reader or a writer of the other days would wait for.
CREATE FUNCTION ledger_open_day(wanted date) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    name text := 'ledger_' || to_char(wanted, 'YYYYMMDD');
BEGIN
    IF to_regclass(name) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || '.ledger', 0));
    IF to_regclass(name) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE ledger INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
    EXECUTE format('ALTER TABLE ledger ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        name, wanted, wanted + 1);
END
$body$;

-- The day in the time of a UUID of version 7.
CREATE FUNCTION uuid_day(id uuid) RETURNS date LANGUAGE sql IMMUTABLE AS $body$
    SELECT (to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
        AT TIME ZONE 'UTC')::date
$body$;

-- The same for the same row and price, and next to the row when ids are in order.
CREATE FUNCTION correction_id(id uuid, price text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $body$
    SELECT overlay(
        overlay(md5(id::text || price) PLACING left(replace(id::text, '-', ''), 12) FROM 1)
        PLACING '8' FROM 13)::uuid
$body$;

--liquibase formatted sql

--changeset signalbox:budget-notices
ALTER TABLE meters
    ADD COLUMN bound bigint,
    ADD COLUMN soft bigint,
    ADD COLUMN lacked bigint;
COMMENT ON COLUMN meters.bound IS 'the budget as a replica told it last; null if there is none, or nobody is told of it';
COMMENT ON COLUMN meters.soft IS 'from so much on somebody is told';
COMMENT ON COLUMN meters.lacked IS 'the most that a call wanted which was refused when little was left of this budget';

CREATE TABLE budget_notices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    meter text NOT NULL REFERENCES meters (id) ON DELETE CASCADE,
    event text NOT NULL CHECK (event IN ('soft_budget_crossed', 'threshold_crossed', 'budget_crossed')),
    crossed bigint NOT NULL,
    spent bigint NOT NULL,
    bound bigint,
    soft bigint,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due timestamptz NOT NULL DEFAULT clock_timestamp(),
    tries integer NOT NULL DEFAULT 0,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'given up')),
    UNIQUE (meter, event, crossed)
);
CREATE INDEX budget_notices_due ON budget_notices (due) WHERE state = 'waiting';
COMMENT ON TABLE budget_notices IS 'what somebody is to be told of a budget, once for every window and amount: the rows stay as long as their meter, so that nothing is told twice';
COMMENT ON COLUMN budget_notices.crossed IS 'the budget that it is about, or the soft one';

--changeset signalbox:budgets-are-told splitStatements:false
-- Whoever adds to a meter: a notice is made in the transaction in which the money is spent.
CREATE FUNCTION tell_of_budget() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $body$
BEGIN
    INSERT INTO budget_notices (meter, event, crossed, spent, bound, soft)
    SELECT NEW.id, event, crossed, NEW.spent, NEW.bound, NEW.soft
    FROM (VALUES
        ('soft_budget_crossed', NEW.soft, NEW.spent >= NEW.soft),
        ('threshold_crossed', NEW.bound, NEW.spent >= NEW.bound - NEW.bound / 5),
        -- What is left may be too little for any call: then it is as good as spent.
        ('budget_crossed', NEW.bound, NEW.spent >= NEW.bound
            OR NEW.spent >= NEW.bound - NEW.bound / 5 AND NEW.spent + NEW.lacked > NEW.bound))
        AS crossings (event, crossed, is_crossed)
    WHERE is_crossed
    ON CONFLICT (meter, event, crossed) DO NOTHING;
    RETURN NULL;
END
$body$;

CREATE TRIGGER budgets_are_told AFTER UPDATE OF spent, bound, soft, lacked ON meters
    FOR EACH ROW
    WHEN (NEW.spent > 0 AND (
        (OLD.bound, OLD.soft, OLD.lacked) IS DISTINCT FROM (NEW.bound, NEW.soft, NEW.lacked)
        OR OLD.spent < NEW.soft AND NEW.spent >= NEW.soft
        OR OLD.spent < NEW.bound AND NEW.spent >= NEW.bound
        OR OLD.spent < NEW.bound - NEW.bound / 5 AND NEW.spent >= NEW.bound - NEW.bound / 5
        OR OLD.spent + NEW.lacked <= NEW.bound AND NEW.spent + NEW.lacked > NEW.bound))
    EXECUTE FUNCTION tell_of_budget();

--changeset signalbox:take-told-grant splitStatements:false
CREATE FUNCTION take_told_grant(
    p_meter text, p_measure text, p_starts timestamptz, p_ends timestamptz,
    p_replica uuid, p_turn bigint, p_held bigint, p_most bigint,
    p_need bigint, p_urgent bigint, p_liked bigint, p_asked timestamptz,
    p_bound bigint, p_soft bigint,
    OUT outcome text, OUT held bigint, OUT granted bigint, OUT used bigint, OUT at timestamptz)
LANGUAGE plpgsql AS $body$
DECLARE
    lack bigint;
BEGIN
    SELECT g.outcome, g.held, g.granted, g.used, g.at INTO outcome, held, granted, used, at
        FROM take_grant(p_meter, p_measure, p_starts, p_ends, p_replica, p_turn, p_held, p_most,
            p_need, p_urgent, p_liked, p_asked) AS g;
    -- Under the lock that it took, and before anything that it granted can be spent.
    lack := CASE WHEN outcome = 'refused' AND p_need > 0 AND used >= p_bound - p_bound / 5
        THEN p_need END;
    UPDATE meters SET bound = p_bound, soft = p_soft,
            lacked = CASE WHEN bound IS NOT DISTINCT FROM p_bound
                THEN greatest(lacked, lack) ELSE lack END
        WHERE outcome <> 'not_now' AND id = p_meter
            AND ((bound, soft) IS DISTINCT FROM (p_bound, p_soft) OR lack > coalesce(lacked, 0));
END
$body$;
COMMENT ON FUNCTION take_told_grant IS 'take_grant of money, which somebody is told of';

--liquibase formatted sql

--changeset signalbox:meters
CREATE TABLE replicas (
    id uuid PRIMARY KEY,
    started timestamptz NOT NULL DEFAULT now(),
    seen timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE replicas IS 'every run of every gateway; one that has not been seen for a while is dead';

CREATE TABLE meters (
    id text PRIMARY KEY,
    spent bigint NOT NULL DEFAULT 0,
    ends timestamptz
);
COMMENT ON TABLE meters IS 'what was used of one allowance in one window; the id names whose, what and which window';
COMMENT ON COLUMN meters.spent IS 'nanodollars, requests or tokens that are settled for good; of money, the sum of the rows of the ledger that name this meter';
COMMENT ON COLUMN meters.ends IS 'when the window does; null for never';

CREATE TABLE grants (
    meter text NOT NULL REFERENCES meters (id) ON DELETE CASCADE,
    replica uuid NOT NULL,
    amount bigint NOT NULL,
    settled bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (meter, replica)
);
CREATE INDEX grants_by_replica ON grants (replica);
COMMENT ON TABLE grants IS 'what a replica may give away of a meter: all that it was ever granted in this window, and how much of that is in meters.spent by now; the rest counts as used';

--liquibase formatted sql

--changeset signalbox:sums-in-order
-- Reports go on where the page before ended, in this order: a page costs what is on it, and not what
-- a month has. Each takes the place of an index that begins alike. Names are 512 bytes at the most,
-- so that a B-tree takes three of them.
CREATE INDEX daily_spend_in_order ON daily_spend (facet, day, subject, model);
DROP INDEX daily_spend_by_facet;
CREATE INDEX daily_spend_of_team_in_order ON daily_spend (facet, team, day, subject, model)
    WHERE team IS NOT NULL;
DROP INDEX daily_spend_by_team;

--liquibase formatted sql

--changeset signalbox:aliases-for-several
ALTER TABLE teams
    ADD COLUMN split_names text[] NOT NULL DEFAULT '{}',
    ADD COLUMN split_groups text[] NOT NULL DEFAULT '{}',
    ADD COLUMN split_weights integer[] NOT NULL DEFAULT '{}',
    ADD CHECK (cardinality(split_names) = cardinality(split_groups)),
    ADD CHECK (cardinality(split_names) = cardinality(split_weights));
ALTER TABLE keys
    ADD COLUMN split_names text[] NOT NULL DEFAULT '{}',
    ADD COLUMN split_groups text[] NOT NULL DEFAULT '{}',
    ADD COLUMN split_weights integer[] NOT NULL DEFAULT '{}',
    ADD CHECK (cardinality(split_names) = cardinality(split_groups)),
    ADD CHECK (cardinality(split_names) = cardinality(split_weights));
COMMENT ON COLUMN teams.split_names IS 'aliases that stand for several groups: one element for each group, in the order in which they were written';

-- What stands for one group looks as it always did, so that nothing seems to have changed.
CREATE FUNCTION aliases_shown(names text[], targets text[], split_names text[],
    split_groups text[], split_weights integer[]) RETURNS json LANGUAGE sql IMMUTABLE AS $body$
    SELECT CASE WHEN split_names = '{}' THEN json_object(names, targets) ELSE (
        SELECT json_object_agg(name, means ORDER BY name) FROM (
            SELECT name, to_json(target) AS means FROM unnest(names, targets) AS one (name, target)
            UNION ALL
            SELECT name, json_agg(json_build_object('group', arm, 'weight', weight) ORDER BY nth)
            FROM unnest(split_names, split_groups, split_weights)
                WITH ORDINALITY AS several (name, arm, weight, nth)
            GROUP BY name
        ) AS both_kinds) END
$body$;

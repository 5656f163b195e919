--liquibase formatted sql

--changeset signalbox:number-of-keys splitStatements:false
CREATE TABLE key_count (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    number bigint NOT NULL
);
COMMENT ON TABLE key_count IS 'how many rows keys has: every list says so, and counting a million takes longer than reading a page';

-- A session may look elsewhere and name the table in full: both functions keep to this schema.
CREATE FUNCTION count_keys() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $body$
DECLARE
    rows bigint;
BEGIN
    SELECT count(*) INTO rows FROM changed;
    -- A key that is stored again is an INSERT of no row.
    IF rows > 0 THEN
        UPDATE key_count
            SET number = number + CASE TG_OP WHEN 'INSERT' THEN rows ELSE -rows END;
    END IF;
    RETURN NULL;
END
$body$;

CREATE FUNCTION count_no_keys() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $body$
BEGIN
    UPDATE key_count SET number = 0;
    RETURN NULL;
END
$body$;

-- Before they are counted: from here on nobody else adds any until all of this is done.
CREATE TRIGGER keys_are_counted_in AFTER INSERT ON keys
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_keys();
CREATE TRIGGER keys_are_counted_out AFTER DELETE ON keys
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_keys();
CREATE TRIGGER keys_are_gone AFTER TRUNCATE ON keys
    FOR EACH STATEMENT EXECUTE FUNCTION count_no_keys();
INSERT INTO key_count (number) SELECT count(*) FROM keys;

--liquibase formatted sql

--changeset signalbox:corrections-in-the-history
ALTER TABLE audit DROP CONSTRAINT audit_kind_check;
ALTER TABLE audit ADD CONSTRAINT audit_kind_check
    CHECK (kind IN ('team', 'key', 'user', 'model', 'schedule', 'bounded', 'correction'));

--liquibase formatted sql

--changeset signalbox:keys-by-public-id
-- The ledger knows keys by this name, and reports say which keys they are. Not unique: callers may
-- bring keys that are alike in it. By hash, because a B-tree refuses long names.
CREATE INDEX keys_by_public_id ON keys USING hash (public_id);

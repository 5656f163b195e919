package dev.signalbox.persistence.rows.beside;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.stored.Sealed;
import dev.signalbox.domain.stored.StoredModel;
import dev.signalbox.persistence.rows.Columns;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Stored models as rows. */
public final class ModelRows {

    private static final String SELECT =
            """
            SELECT id, group_name, sealed_params, shown_params, info, created_at, created_by,
                updated_at, updated_by
            FROM models
            """;

    private static final String PUT =
            """
            WITH revived AS (
                DELETE FROM tombstones WHERE kind = 'model' AND id = :id
            )
            INSERT INTO models (id, group_name, sealed_params, shown_params, info, created_at,
                created_by, updated_at, updated_by, revision)
            VALUES (:id, :group, :sealed, :shown, :info, :createdAt, :createdBy, :updatedAt,
                :updatedBy, :revision)
            ON CONFLICT (id) DO UPDATE SET
                group_name = EXCLUDED.group_name,
                sealed_params = EXCLUDED.sealed_params,
                shown_params = EXCLUDED.shown_params,
                info = EXCLUDED.info,
                updated_at = EXCLUDED.updated_at,
                updated_by = EXCLUDED.updated_by,
                revision = EXCLUDED.revision
            """;

    private static final String REMOVE =
            """
            WITH gone AS (
                DELETE FROM models WHERE id = :id RETURNING id
            )
            INSERT INTO tombstones (kind, id, revision) SELECT 'model', id, :revision FROM gone
            """;

    private static final String GONE_SINCE =
            "SELECT id FROM tombstones WHERE kind = 'model' AND revision > :revision";

    private ModelRows() {}

    /** Every stored model. */
    public static List<StoredModel> all(DbExecute sql) {
        try (Stream<DbRow> rows = sql.createNamedQuery("models", SELECT).execute()) {
            return rows.map(ModelRows::model).toList();
        }
    }

    /** Models that changed behind a revision. */
    public static List<StoredModel> changedSince(DbExecute sql, long revision) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("models-since", SELECT + "WHERE revision > :revision")
                        .addParam("revision", revision)
                        .execute()) {
            return rows.map(ModelRows::model).toList();
        }
    }

    /** Models that were deleted behind a revision. */
    public static List<Deployment.Id> goneSince(DbExecute sql, long revision) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("models-gone-since", GONE_SINCE)
                        .addParam("revision", revision)
                        .execute()) {
            return rows.map(row -> new Deployment.Id(Columns.text(row, "id"))).toList();
        }
    }

    /** The model of an id. */
    public static Optional<StoredModel> one(DbExecute sql, Deployment.Id id) {
        return sql.createNamedGet("model", SELECT + "WHERE id = :id")
                .addParam("id", id.text())
                .execute()
                .map(ModelRows::model);
    }

    /** Writes a model, new or changed. */
    public static void put(DbExecute sql, StoredModel model, long revision) {
        sql.createNamedDmlStatement("put-model", PUT)
                .addParam("id", model.id().text())
                .addParam("group", model.group().text())
                .addParam("sealed", model.params().text())
                .addParam("shown", model.shown().text())
                .addParam("info", model.info().text())
                .addParam("createdAt", Columns.time(model.made().at()))
                .addParam("createdBy", model.made().by())
                .addParam("updatedAt", Columns.time(model.changed().at()))
                .addParam("updatedBy", model.changed().by())
                .addParam("revision", revision)
                .execute();
    }

    /** Deletes it, if it is there. */
    public static void remove(DbExecute sql, Deployment.Id id, long revision) {
        sql.createNamedDmlStatement("remove-model", REMOVE)
                .addParam("id", id.text())
                .addParam("revision", revision)
                .execute();
    }

    private static StoredModel model(DbRow row) {
        return new StoredModel(
                new Deployment.Id(Columns.text(row, "id")),
                new ModelName(Columns.text(row, "group_name")),
                new Sealed(Columns.text(row, "sealed_params")),
                new FreeJson(Columns.text(row, "shown_params")),
                new FreeJson(Columns.text(row, "info")),
                new StoredModel.Mark(
                        Columns.instant(row, "created_at"), Columns.text(row, "created_by")),
                new StoredModel.Mark(
                        Columns.instant(row, "updated_at"), Columns.text(row, "updated_by")));
    }
}

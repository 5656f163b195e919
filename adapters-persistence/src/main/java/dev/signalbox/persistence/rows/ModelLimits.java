package dev.signalbox.persistence.rows;

import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementDml;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Bounds for single models, in five columns of the same length. */
public final class ModelLimits {

    private static final List<String> NAMES =
            List.of(
                    "model_names",
                    "model_budgets",
                    "model_durations",
                    "model_rpm_limits",
                    "model_tpm_limits");

    private ModelLimits() {}

    /** As they stand behind a SELECT from that table. */
    public static String columns(String table) {
        return NAMES.stream()
                .map(name -> "NULLIF(" + table + "." + name + ", '{}') AS " + name)
                .collect(Collectors.joining(", ", "", "\n"));
    }

    /** By the models' names. */
    public static Map<String, Limits> read(DbRow row) {
        List<String> names = Columns.texts(row, "model_names");
        List<String> budgets = Columns.texts(row, "model_budgets");
        List<String> durations = Columns.texts(row, "model_durations");
        List<String> rpms = Columns.texts(row, "model_rpm_limits");
        List<String> tpms = Columns.texts(row, "model_tpm_limits");
        Map<String, Limits> models = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            models.put(
                    names.get(i),
                    Limits.NONE
                            .with(Limit.MAX_BUDGET, number(budgets.get(i)))
                            .with(Limit.RPM, number(rpms.get(i)))
                            .with(Limit.TPM, number(tpms.get(i)))
                            .every(Window.parse(durations.get(i), ZoneOffset.UTC)));
        }
        models.values().removeIf(bounds -> bounds.values().isEmpty());
        return models;
    }

    /** Adds their values to a statement. */
    public static DbStatementDml add(DbStatementDml statement, Map<String, Limits> models) {
        List<String> budgets = new ArrayList<>();
        List<String> durations = new ArrayList<>();
        List<String> rpms = new ArrayList<>();
        List<String> tpms = new ArrayList<>();
        TreeMap<String, Limits> sorted = new TreeMap<>(models);
        for (Limits limits : sorted.values()) {
            Window window = limits.window();
            budgets.add(text(limits.of(Limit.MAX_BUDGET)));
            durations.add(window == null ? "" : window.toString());
            rpms.add(text(limits.of(Limit.RPM)));
            tpms.add(text(limits.of(Limit.TPM)));
        }
        return statement
                .addParam("modelNames", (Object) sorted.keySet().toArray(String[]::new))
                .addParam("modelBudgets", (Object) Columns.array(budgets))
                .addParam("modelDurations", (Object) Columns.array(durations))
                .addParam("modelRpms", (Object) Columns.array(rpms))
                .addParam("modelTpms", (Object) Columns.array(tpms));
    }

    private static @Nullable BigDecimal number(String text) {
        return text.isEmpty() ? null : new BigDecimal(text);
    }

    private static String text(@Nullable BigDecimal number) {
        return number == null ? "" : number.toPlainString();
    }
}

package dev.berth.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Statements on one connection. They are constants, so that those used lately are kept prepared; values only ever go in as
 * parameters. For one thread at a time.
 */
final class Session {
    /** What a deployment writes again and again. */
    private static final int KEPT = 32;

    /** Makes a value of the row a result stands on. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What is done with a statement. */
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> kept = new LinkedHashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Runs a change and says how many rows it touched. */
    int run(String sql, Object... values) throws SQLException {
        return with(sql, statement -> {
            set(statement, values);
            return statement.executeUpdate();
        });
    }

    /** Runs what gives no rows. */
    void execute(String sql) throws SQLException {
        with(sql, PreparedStatement::execute);
    }

    <T> List<T> all(String sql, Row<T> row, Object... values) throws SQLException {
        return with(sql, statement -> {
            set(statement, values);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(value(row, rows));
                }
            }
            return found;
        });
    }

    /** Nobody else gets the statement meanwhile: a row may ask the same for itself. One that failed is not used again. */
    private <T> T with(String sql, Use<T> use) throws SQLException {
        PreparedStatement statement = prepare(sql);
        T result;
        try {
            result = use.of(statement);
        } catch (SQLException | RuntimeException | Error e) {
            drop(statement, e);
            throw e;
        }
        giveBack(sql, statement);
        return result;
    }

    private static void drop(PreparedStatement statement, Throwable why) {
        try {
            statement.close();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private static <T> T value(Row<T> row, ResultSet rows) throws SQLException {
        try {
            return row.read(rows);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new SQLiteException("a row cannot be read: " + e.getMessage(), SQLiteErrorCode.SQLITE_CORRUPT);
        }
    }

    <T> Optional<T> one(String sql, Row<T> row, Object... values) throws SQLException {
        List<T> found = all(sql, row, values);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** The first column of the one row; 0 when there is none, or it is null. */
    long number(String sql, Object... values) throws SQLException {
        return one(sql, row -> row.getLong(1), values).orElse(0L);
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = kept.remove(sql);
        return statement == null ? connection.prepareStatement(sql) : statement;
    }

    private void giveBack(String sql, PreparedStatement statement) throws SQLException {
        statement.clearParameters(); // values may be long, or secret
        PreparedStatement other = kept.put(sql, statement);
        if (other != null) {
            other.close();
        }
        if (kept.size() > KEPT) {
            String oldest = kept.keySet().iterator().next();
            kept.remove(oldest).close();
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i] instanceof Optional<?> optional ? optional.orElse(null) : values[i];
            if (value instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else if (value instanceof Number number) {
                statement.setLong(i + 1, number.longValue());
            } else if (value instanceof Boolean flag) {
                statement.setInt(i + 1, flag ? 1 : 0);
            } else {
                statement.setString(i + 1, value == null ? null : value.toString());
            }
        }
    }
}

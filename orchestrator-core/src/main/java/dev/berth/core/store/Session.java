package dev.berth.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Statements of one transaction. Statements are constants; values only ever go in as parameters. */
final class Session {
    /** Makes a value of the row a result stands on. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Runs a change and says how many rows it touched. */
    int run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    <T> List<T> all(String sql, Row<T> row, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(value(row, rows));
            }
            return found;
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

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
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
        return statement;
    }
}

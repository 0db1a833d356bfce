package dev.schemagate.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Several statements in one round trip: the server works through all of them before the first answer is read. Each is
 * planned once a session, so that a trip made before is quicker the next time.
 */
public final class RoundTrip {

    /** Reads an answer, row by row. */
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What a question will be answered. */
    public static final class Answer<T> {

        private final Reader<T> reader;
        private @Nullable T value;

        private Answer(Reader<T> reader) {
            this.reader = reader;
        }

        /** @throws IllegalStateException before {@link RoundTrip#run} */
        public T get() {
            if (value == null) {
                throw new IllegalStateException("not asked yet");
            }
            return value;
        }
    }

    private record Question(String sql, List<Object> parameters, Answer<?> answer) {}

    private final List<Question> questions = new ArrayList<>();

    /** A query whose answer does not matter. */
    public void say(String sql) {
        ask(sql, row -> true);
    }

    /**
     * One query of its own.
     *
     * @param parameters strings, and arrays of strings
     */
    public <T> Answer<T> ask(String sql, Reader<T> reader, Object... parameters) {
        Answer<T> answer = new Answer<>(reader);
        questions.add(new Question(sql, List.of(parameters), answer));
        return answer;
    }

    /** Behind what is asked already. */
    void ask(RoundTrip more) {
        questions.addAll(more.questions);
    }

    /** Where one statement fails those after it do not run, and no answer is there. */
    public void run(Connection session) throws SQLException {
        run(session, 1);
    }

    /** As {@link #run}, and leaves nothing prepared in the session. */
    void runOnce(Connection session) throws SQLException {
        run(session, 0);
    }

    private void run(Connection session, int prepareThreshold) throws SQLException {
        String sql = questions.stream().map(Question::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(prepareThreshold);
            int place = 0;
            for (Question question : questions) {
                for (Object parameter : question.parameters()) {
                    if (parameter instanceof Object[] array) {
                        statement.setArray(++place, session.createArrayOf("text", array));
                    } else {
                        statement.setString(++place, (String) parameter);
                    }
                }
            }
            statement.execute();
            for (Question question : questions) {
                read(statement, question.answer());
                statement.getMoreResults();
            }
        }
    }

    private static <T> void read(PreparedStatement statement, Answer<T> answer) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            answer.value = answer.reader.read(row);
        }
    }
}

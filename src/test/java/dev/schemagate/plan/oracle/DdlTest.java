package dev.schemagate.plan.oracle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.schemagate.desired.DesiredColumn;
import dev.schemagate.desired.DesiredConstraint;
import dev.schemagate.desired.DesiredDefault;
import dev.schemagate.desired.DesiredEnumLabel;
import dev.schemagate.desired.DesiredForeignKey;
import dev.schemagate.desired.DesiredIndex;
import dev.schemagate.desired.DesiredObject;
import dev.schemagate.plan.Compile;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;

import static org.assertj.core.api.Assertions.assertThat;

/** What an object is written as asks for that very object. */
class DdlTest {

    private static final int CASES = 2000;

    @Test
    void is_read_as_the_object_that_it_was_written_for() {
        Set<Class<?>> seen = new HashSet<>();
        CaseGenerator generator = new CaseGenerator(1);
        for (int i = 0; i < CASES; i++) {
            for (DesiredObject object : objects(generator.next().asked())) {
                if (object.ddl().isPresent() && !comesWithColumn(object)) {
                    seen.add(object.getClass());
                    assertThat(objects(object.ddl().get()))
                            .as(object.ddl().get())
                            .containsExactly(object);
                }
            }
        }
        assertThat(seen)
                .contains(
                        DesiredColumn.class,
                        DesiredDefault.class,
                        DesiredIndex.class,
                        DesiredForeignKey.class,
                        DesiredEnumLabel.class);
    }

    /** It would be written with its column. */
    private static boolean comesWithColumn(DesiredObject object) {
        return object instanceof DesiredConstraint constraint
                && constraint.traits().withColumn();
    }

    private static List<DesiredObject> objects(String sql) {
        return Compile.of(SqlParser.parse(new SourceText("ddl.sql", sql)), new NameResolution("public")).stream()
                .flatMap(statement -> statement.objects().stream())
                .toList();
    }
}

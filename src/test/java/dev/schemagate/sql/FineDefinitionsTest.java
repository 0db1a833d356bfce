package dev.schemagate.sql;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Parts of definitions that few write. */
class FineDefinitionsTest {

    @Test
    void describes_how_a_column_is_stored_and_numbered() {
        ColumnDefinition stored = Sql.change(
                        ColumnChange.Add.class, "ALTER TABLE t ADD a text STORAGE external COMPRESSION lz4 NOT NULL")
                .definition();
        ColumnDefinition numbered = Sql.change(
                        ColumnChange.Add.class,
                        "ALTER TABLE t ADD a int GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY -5)")
                .definition();

        assertThat(stored.storage()).isEqualTo("external");
        assertThat(stored.compression()).isEqualTo("lz4");
        assertThat(stored.type().text()).isEqualTo("text");
        assertThat(numbered.generation().kind()).isEqualTo(ColumnDefinition.Generation.Kind.IDENTITY_ALWAYS);
    }

    @Test
    void tells_a_key_s_collation_inside_its_brackets_and_the_parameters_of_its_operator_class() {
        IndexDefinition index = Sql.change(
                        TableChange.CreateIndex.class,
                        "CREATE INDEX i ON t USING gist (((a || b) COLLATE \"C\"), c gist_trgm_ops(siglen = 32))")
                .definition();

        assertThat(index.keys().get(0).collation()).isEqualTo(QualifiedName.unqualified("C"));
        assertThat(index.keys().get(0).collateInside()).isEqualTo(QualifiedName.unqualified("C"));
        assertThat(index.keys().get(1).classOptions()).containsEntry("siglen", "32");
    }
}

package dev.schemagate.migrate.alembic.operations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.migrate.alembic.RealAlembic;
import dev.schemagate.migrate.alembic.python.PythonFunction;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.testing.NeedsAlembic;

import static org.assertj.core.api.Assertions.assertThat;

/** What we make of operations, and what Alembic's offline mode emits for them. */
class OperationsTest {

    private static final String HEAD = "from alembic import op\nimport sqlalchemy as sa\n"
            + "from sqlalchemy.dialects import postgresql\n\ndef upgrade():\n";

    /** Each with whatever it needs; {@code users} and {@code orgs} are there. */
    static final List<String> BODIES = Arrays.asList("""
            op.execute("ALTER TABLE users ADD COLUMN legacy text")
            ~
            op.execute(sa.text('''UPDATE users SET name = 'a\\:b'::text; DELETE FROM users;'''))
            ~
            op.execute("UPDATE users SET name = 'it''s 100%' WHERE name IS NULL -- why")
            ~
            op.create_table('t', sa.Column('a', sa.Integer(), sa.CheckConstraint('a > 0'), nullable=False), sa.Column('b', sa.Text()))
            ~
            op.create_table('t', sa.Column('a', sa.Enum('x', "y's", name='mood'), nullable=False), sa.Column('b', sa.Text()))
            ~
            op.create_table('t', sa.Column('a', postgresql.ENUM('x', name='mood', create_type=False)))
            ~
            op.execute(sqltext=sa.text("CREATE VIEW v AS SELECT 1 AS x"))
            ~
            op.add_column("users", sa.Column("c", sa.String(length=255), nullable=True))
            ~
            op.add_column('users', sa.Column('c', sa.String(), server_default='it\\'s', nullable=False))
            ~
            op.add_column('users', sa.Column('c', sa.Boolean(), server_default=sa.text("false"), nullable=False, comment="what it's"))
            ~
            op.add_column('users', sa.Column('c', sa.DateTime(timezone=True), server_default=sa.func.now(), default=1), schema='nemo')
            ~
            op.add_column('users', sa.Column('c', sa.Integer(), sa.ForeignKey('orgs.id', name='fk_c', ondelete='CASCADE')))
            ~
            op.add_column('users', sa.Column('c', sa.Integer, sa.ForeignKey('nemo.orgs.id')))
            ~
            op.add_column('users', sa.Column('c', sa.Integer, unique=True))
            ~
            op.add_column('users', sa.Column('Select', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb")))
            ~
            op.add_column('users', sa.Column('c', postgresql.UUID(as_uuid=True), server_default=sa.text('gen_random_uuid()')))
            ~
            op.add_column('users', sa.Column('c', sa.Numeric(precision=10, scale=2), sa.CheckConstraint('c > 0', name='ck_c')))
            ~
            op.add_column('users', column=sa.Column('c', sa.Numeric(10), nullable=True))
            ~
            op.add_column('users', sa.Column('c', sa.ARRAY(sa.Text()), nullable=True))
            ~
            op.add_column('users', sa.Column('c', postgresql.ARRAY(sa.String(5), dimensions=2)))
            ~
            op.add_column('users', sa.Column('c', sa.Enum('a', 'b', name='mood')))
            ~
            op.add_column('users', sa.Column('c', postgresql.ENUM('a', 'b', name='mood', create_type=False), server_default='a'))
            ~
            op.add_column('users', sa.Column('a', sa.BigInteger()))
            op.add_column('users', sa.Column('b', sa.SmallInteger()))
            op.add_column('users', sa.Column('d', sa.Float()))
            op.add_column('users', sa.Column('e', sa.Float(precision=24)))
            op.add_column('users', sa.Column('f', sa.Date()))
            op.add_column('users', sa.Column('g', sa.Time()))
            op.add_column('users', sa.Column('h', sa.LargeBinary()))
            op.add_column('users', sa.Column('i', sa.JSON()))
            op.add_column('users', sa.Column('j', sa.Interval()))
            op.add_column('users', sa.Column('k', sa.Unicode(10)))
            op.add_column('users', sa.Column('l', sa.UnicodeText()))
            op.add_column('users', sa.Column('m', sa.CHAR(3)))
            op.add_column('users', sa.Column('n', postgresql.TIMESTAMP(precision=3, timezone=True)))
            op.add_column('users', sa.Column('o', postgresql.INET()))
            op.add_column('users', sa.Column('p', postgresql.TSVECTOR()))
            op.add_column('users', sa.Column('q', postgresql.DOUBLE_PRECISION()))
            op.add_column('users', sa.Column('r', sa.DECIMAL(8, 3)))
            op.add_column('users', sa.Column('s', postgresql.BYTEA()))
            op.add_column('users', sa.Column('t', sa.TIMESTAMP()))
            op.add_column('users', sa.Column('u', sa.types.VARCHAR(7)))
            op.add_column('users', sa.Column('v', postgresql.INT4RANGE()))
            op.add_column('users', sa.Column('w', sa.Text(), server_default=sa.text("''")))
            op.add_column('users', sa.Column('x', sa.Date(), server_default=sa.func.current_date()))
            op.add_column('users', sa.Column('y', sa.Boolean(), server_default=sa.true()))
            op.add_column('users', sa.Column('z', sa.Boolean(), server_default=sa.sql.expression.false()))
            ~
            op.drop_column('users', 'name')
            ~
            op.drop_column(table_name='users', column_name='Weird "name"', schema='nemo')
            ~
            op.alter_column('users', 'name', nullable=False, existing_type=sa.String(3), existing_nullable=True)
            ~
            op.alter_column('users', 'name', new_column_name='full_name', nullable=True, schema='nemo')
            ~
            op.alter_column('users', 'name', type_=sa.String(length=10), existing_type=sa.Text(), postgresql_using='left(name, 10)')
            ~
            op.alter_column('users', 'name', server_default='x')
            op.alter_column('users', 'name', server_default=None, comment='c')
            op.alter_column('users', 'name', server_default=sa.text("upper('x')"), nullable=False, type_=sa.Text())
            op.alter_column('users', 'name', server_default=False, comment=None)
            ~
            op.create_index('ix_users_name', 'users', ['name'])
            ~
            op.create_index(op.f('ix_users_name'), 'users', ['name', sa.text('lower(name) DESC')], unique=True, schema='nemo')
            ~
            op.create_index('ix', 'users', ['name'], postgresql_where=sa.text("name <> ''"), postgresql_using='hash')
            ~
            op.create_index(index_name='ix', table_name='users', columns=('id',), postgresql_include=['name'])
            ~
            with op.get_context().autocommit_block():
                op.create_index('ix', 'users', ['name'], postgresql_concurrently=True)
                op.drop_index('ix', table_name='users', postgresql_concurrently=True)
            ~
            op.drop_index(op.f('ix_old'), table_name='users', schema='nemo')
            ~
            op.create_foreign_key('fk', 'users', 'orgs', ['org'], ['id'], ondelete='SET NULL', onupdate='CASCADE')
            ~
            op.create_foreign_key(None, 'users', 'orgs', ['org'], ['id'], source_schema='nemo', referent_schema='nemo', deferrable=True, initially='DEFERRED')
            ~
            op.create_foreign_key('fk', 'users', 'orgs', ['org'], ['id'], postgresql_not_valid=True)
            ~
            op.create_unique_constraint('uq', 'users', ['name', 'org'], schema='nemo')
            ~
            op.create_unique_constraint(None, 'users', ['name'], deferrable=True)
            ~
            op.create_check_constraint('ck', 'users', 'id > 0')
            ~
            op.create_check_constraint('ck', 'users', sa.text("name <> 'x'"), schema='nemo', postgresql_not_valid=True)
            ~
            op.create_primary_key('pk', 'bare', ['id'])
            ~
            op.drop_constraint('uq_old', 'users', type_='unique', schema='nemo')
            op.drop_constraint('ck_old', 'users')
            ~
            op.rename_table('users', 'people', schema='nemo')
            ~
            op.drop_table('bare')
            ~
            op.drop_table('bare', schema='nemo')
            ~
            op.create_table_comment('users', "it's", schema='nemo')
            op.drop_table_comment('users', existing_comment='x')
            ~
            op.create_table('t', sa.Column('id', sa.Integer(), nullable=False), sa.Column('n', sa.String(3), server_default='x'), sa.PrimaryKeyConstraint('id'))
            ~
            op.create_table(
                'T',
                sa.Column('id', sa.BigInteger(), primary_key=True),
                sa.Column('org', sa.Integer(), sa.ForeignKey('orgs.id'), nullable=False, unique=True),
                sa.Column('m', sa.Integer(), comment='m'),
                sa.ForeignKeyConstraint(['m'], ['nemo.orgs.id'], name='fk_m', ondelete='CASCADE'),
                sa.UniqueConstraint('m', 'org', name='uq_m'),
                sa.CheckConstraint("m > 0", name='ck_m'),
                comment='a table',
                schema='nemo',
            )
            ~
            op.create_table('t', sa.Column('a', sa.Integer(), primary_key=True), sa.Column('b', sa.Integer(), primary_key=True))
            ~
            op.create_table('t', sa.Column('a', sa.Integer(), autoincrement=False, primary_key=True))
            ~
            op.create_table('t', sa.Column('a', sa.Integer(), sa.ForeignKey('orgs.id'), primary_key=True))
            ~
            op.create_table('t', sa.Column('a', postgresql.UUID(), nullable=False), sa.PrimaryKeyConstraint('a', name=op.f('pk_t')))
            ~
            op.create_table('t', sa.Column('a', sa.SmallInteger(), server_default=sa.text('1')), sa.PrimaryKeyConstraint('a'))
            ~
            with op.batch_alter_table('users', schema='nemo') as batch:
                batch.add_column(sa.Column('c', sa.Text()))
                batch.alter_column('name', nullable=False)
                batch.drop_column('org')
                batch.create_index('ix', ['name'], unique=False)
                batch.create_unique_constraint('uq', ['name'])
                batch.create_foreign_key('fk', 'orgs', ['c2'], ['id'], referent_schema='nemo')
                batch.create_check_constraint('ck', 'id > 0')
                batch.drop_constraint('uq_old', type_='unique')
                batch.drop_index('ix_old')
            """.split("~\n"));

    @TempDir
    Path folder;

    @Test
    @NeedsAlembic
    void emits_what_alembic_emits() throws Exception {
        Path bodies = folder.resolve("bodies.json");
        Files.writeString(bodies, new ObjectMapper().writeValueAsString(BODIES));
        List<String> answers = RealAlembic.run(folder, "offline.py", List.of(bodies.toString()));

        List<String> different = new ArrayList<>();
        for (int i = 0; i < BODIES.size(); i++) {
            JsonNode answer = new ObjectMapper().readTree(answers.get(i));
            List<String> theirs = new ArrayList<>();
            answer.forEach(sql -> Arrays.stream(sql.asText().split(";(?= DELETE)"))
                    .map(OperationsTest::normal)
                    .filter(one -> !one.equals("COMMIT") && !one.equals("BEGIN"))
                    .forEach(theirs::add));
            List<String> ours = ours(BODIES.get(i));
            if (!theirs.equals(ours) || !answer.isArray()) {
                different.add(
                        BODIES.get(i) + "Alembic: " + (answer.isArray() ? theirs : answer) + "\nours:    " + ours);
            }
        }
        assertThat(different).isEmpty();
    }

    private static List<String> ours(String body) throws Exception {
        Upgrade upgrade = new Upgrade("r.py", PythonFunction.read(HEAD + body.indent(4), "upgrade"));
        if (!upgrade.unread().isEmpty()) {
            return upgrade.unread().stream().map(Finding::describe).toList();
        }
        return upgrade.pieces().stream().map(piece -> normal(piece.sql())).toList();
    }

    /** White space, a last comment, needless quotes, and the order of a table's parts mean nothing; %% is the driver's %. */
    private static String normal(String sql) {
        String one = sql.replaceAll(" -- why;?$", "")
                .replace("%%", "%")
                .replaceAll("\\s+", " ")
                .replaceAll("[;\\s]+$", "")
                .strip();
        one = one.replaceAll("\"([a-z_][a-z0-9_]*)\"", "$1");
        if (one.startsWith("CREATE TABLE")) {
            int open = one.indexOf('(');
            String parts = Arrays.stream(
                            one.substring(open + 1, one.lastIndexOf(')')).split(", (?=[A-Za-z\"]+ )"))
                    .map(String::strip)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return one.substring(0, open) + "(" + parts + ")";
        }
        return one;
    }
}

package dev.schemagate.migrate.alembic.python;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A source file, read without running it.
 *
 * @param names what the names that were asked for mean at the end of the import, see {@link ModuleConstants}; absent ones are not in it
 */
public record PythonModule(String text, Map<String, PythonExpression> names, List<Comment> comments) {

    /**
     * @param names those to look for
     * @throws PythonException where it is no Python, as far as its tokens tell
     */
    public static PythonModule read(String text, Set<String> names) throws PythonException {
        PythonLexer lexer = new PythonLexer(text);
        ModuleConstants module = new ModuleConstants(text, names);
        for (Line line = lexer.next(); line != null; line = lexer.next()) {
            module.read(line);
        }
        return new PythonModule(text, module.found(), lexer.comments());
    }
}

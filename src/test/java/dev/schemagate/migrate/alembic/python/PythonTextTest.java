package dev.schemagate.migrate.alembic.python;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PythonTextTest {

    @Test
    void is_utf8_unless_a_coding_line_says_otherwise() throws PythonException {
        assertThat(decode("x = 'ä'", "UTF-8")).isEqualTo("x = 'ä'");
        assertThat(decode("\uFEFFx = 'ä'", "UTF-8")).isEqualTo("x = 'ä'");
        assertThat(decode("# -*- coding: latin-1 -*-\nx = 'ä'", "ISO-8859-1")).endsWith("x = 'ä'");
        assertThat(decode("#!/usr/bin/python\n# vim: set fileencoding=ISO_8859_1 :\nx = 'ä'", "ISO-8859-1"))
                .endsWith("x = 'ä'");
        assertThat(decode("x = 1\n# coding: latin-1\nx = 'ä'", "UTF-8"))
                .as("not in the third line, nor behind code")
                .endsWith("x = 'ä'");
    }

    @Test
    void ends_every_line_alike() throws PythonException {
        assertThat(decode("a\r\nb\rc\n", "UTF-8")).isEqualTo("a\nb\nc\n");
    }

    @Test
    void says_where_bytes_are_none_of_its_encoding() {
        refused("x = 1\ny = 'ä'", "ISO-8859-1", "2:6 byte 0xE4 is not UTF-8");
        refused("# coding: ascii\nx = 'ä'", "UTF-8", "2:6 byte 0xC3 is not US-ASCII");
        refused(
                "# coding: euc-jp\n",
                "UTF-8",
                "1:1 the coding line says euc-jp, and only utf-8, ascii and latin-1 are read here");
        refused("x = 1\n\0", "UTF-8", "2:1 a NUL character, which Python refuses");
        refused("x", "UTF-16", "1:1 the file is UTF-16, not UTF-8");
    }

    private static void refused(String text, String encoding, String expected) {
        assertThatThrownBy(() -> decode(text, encoding)).isInstanceOfSatisfying(PythonException.class, e -> assertThat(
                        e.place().line() + ":" + e.place().column() + " " + e.getMessage())
                .isEqualTo(expected));
    }

    @Test
    void takes_five_megabytes_and_no_twenty() throws PythonException {
        byte[] large = ("revision = 'a1'\nx = '''" + "y".repeat(5 << 20) + "'''\n").getBytes(StandardCharsets.UTF_8);
        assertThat(PythonModule.read(PythonText.decode(large), java.util.Set.of("revision"))
                        .names())
                .containsKey("revision");

        assertThatThrownBy(() -> PythonText.decode(new byte[20 << 20])).hasMessageContaining("larger than 16 MB");
    }

    private static String decode(String text, String encoding) throws PythonException {
        return PythonText.decode(text.getBytes(java.nio.charset.Charset.forName(encoding)));
    }
}

package dev.schemagate.sql;

import java.util.List;
import java.util.Set;

import dev.schemagate.sql.Expression.Volatility;

/** Built-in functions known to have no effect beyond their value; every other function may do anything. */
final class KnownFunctions {
    private static final Set<String> CONSTANT = words("abs array_append array_cat array_length array_lower"
            + " array_ndims array_positions array_position array_prepend array_remove array_replace array_to_string"
            + " array_upper ascii bit_length btrim cardinality ceil ceiling char_length character_length chr coalesce"
            + " concat concat_ws convert_from convert_to cbrt decode degrees div encode exp extract floor format"
            + " gcd hashtext hashtextextended initcap int4range int8range isempty isfinite"
            + " jsonb_array_length jsonb_build_array jsonb_build_object jsonb_extract_path jsonb_extract_path_text"
            + " jsonb_insert jsonb_object jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_typeof json_array_length"
            + " json_build_array json_build_object json_extract_path json_extract_path_text json_object json_typeof"
            + " json_strip_nulls lcm left length ln log lower lower_inc lower_inf lpad ltrim make_date make_interval"
            + " make_time make_timestamp md5 mod nullif num_nonnulls num_nulls numrange octet_length overlay pi"
            + " position power quote_ident quote_literal quote_nullable radians regexp_count regexp_like"
            + " regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table"
            + " regexp_substr repeat replace reverse right round rpad rtrim sha224 sha256 sha384 sha512"
            + " sign split_part sqrt starts_with string_to_array string_to_table strpos substr substring to_hex"
            + " translate trim_array trim trunc upper upper_inc upper_inf width_bucket unnest generate_series"
            + " generate_subscripts parse_ident text int4 int8 numeric float8 date date_part justify_days"
            + " justify_hours justify_interval similar_to_escape like_escape setweight strip"
            + " tsvector_to_array greatest least timezone json_each json_each_text"
            + " jsonb_each jsonb_each_text jsonb_array_elements jsonb_array_elements_text json_array_elements"
            + " json_array_elements_text jsonb_object_keys json_object_keys jsonb_to_record jsonb_to_recordset"
            + " jsonb_populate_record jsonb_populate_recordset array_fill daterange range_merge multirange");
    private static final Set<String> STABLE = words("now transaction_timestamp statement_timestamp current_setting"
            + " current_schema current_schemas current_database current_user session_user current_catalog version"
            + " to_char to_date to_timestamp to_number date_trunc age to_json to_jsonb row_to_json array_to_json"
            + " to_regclass to_regtype to_regproc to_regprocedure to_regnamespace to_regrole to_regoper"
            + " to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd"
            + " has_table_privilege has_schema_privilege has_column_privilege has_database_privilege"
            + " has_function_privilege has_any_column_privilege has_sequence_privilege has_type_privilege pg_has_role"
            + " pg_get_constraintdef pg_get_indexdef pg_get_viewdef pg_get_functiondef pg_get_expr pg_get_userbyid"
            + " pg_get_triggerdef pg_get_serial_sequence pg_get_function_identity_arguments format_type obj_description"
            + " col_description shobj_description pg_table_is_visible pg_type_is_visible pg_function_is_visible"
            + " pg_relation_size pg_total_relation_size pg_table_size pg_size_pretty pg_typeof pg_backend_pid"
            + " txid_current_if_assigned pg_is_in_recovery inet_client_addr inet_server_addr array_agg avg bit_and"
            + " bit_or bool_and bool_or count cume_dist dense_rank every first_value json_agg json_object_agg"
            + " jsonb_agg jsonb_object_agg lag last_value lead max min mode nth_value ntile percent_rank"
            + " percentile_cont percentile_disc rank row_number stddev string_agg sum variance xmlagg"
            + " make_timestamptz pg_encoding_to_char pg_char_to_encoding aclexplode acldefault");
    private static final Set<String> VOLATILE =
            words("random clock_timestamp timeofday gen_random_uuid uuidv4 uuidv7" + " gen_random_bytes random_normal");
    /** Of extensions, so in whatever schema the extension is. */
    private static final Set<String> EXTENSION =
            words("uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4" + " gen_random_uuid gen_random_bytes");

    private KnownFunctions() {}

    private static Set<String> words(String spaced) {
        return Set.copyOf(List.of(spaced.split(" ")));
    }

    /** Whether calling it does nothing but give a value. */
    static boolean harmless(QualifiedName function) {
        String name = function.name();
        return builtIn(function) && (CONSTANT.contains(name) || STABLE.contains(name) || VOLATILE.contains(name))
                || EXTENSION.contains(name);
    }

    /** Its volatility; volatile where it is not known. */
    static Volatility volatility(QualifiedName function) {
        if (builtIn(function) && CONSTANT.contains(function.name())) {
            return Volatility.CONSTANT;
        }
        return builtIn(function) && STABLE.contains(function.name()) ? Volatility.STABLE : Volatility.VOLATILE;
    }

    private static boolean builtIn(QualifiedName function) {
        return function.schema() == null || function.schema().equals("pg_catalog");
    }
}

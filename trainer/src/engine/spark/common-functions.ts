/** Functions that DuckDB and Spark both know by these names, or that the trainer gives to Spark. */
export const COMMON_FUNCTIONS: ReadonlySet<string> = new Set(
  [
    "abs acos acosh any_value array_agg array_to_string ascii asin asinh atan atan2 atanh avg bit_and bit_count bit_length bit_or",
    "bit_xor bool_and bool_or cbrt ceil ceiling char_length character_length chr coalesce concat concat_ws contains corr cos cosh cot",
    "count count_if covar_pop covar_samp cume_dist current_date date_part date_trunc datesub day dayofmonth dayofweek dayofyear degrees",
    "dense_rank exp extract factorial first first_value floor getvariable greatest hash hex hour if ifnull instr isnan kurtosis lag last",
    "last_day last_value lcase lead least left len length levenshtein listagg ln log log10 log2 lower lpad ltrim make_date",
    "make_timestamp max max_by md5 mean median min min_by minute mod mode month now nth_value ntile nullif octet_length percent_rank",
    "percentile_cont percentile_disc pi position pow power quarter radians random rank regexp_extract regexp_extract_all regexp_replace",
    "regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right round",
    "row_number rpad rtrim second sha1 sign sin sinh skewness split_part sqrt stddev stddev_pop stddev_samp string_agg strip_accents",
    "substr substring sum tan tanh translate trim ucase upper uuid var_pop var_samp variance weekday weekofyear year",
  ].flatMap((line) => line.split(" ")),
);

/** Functions of DuckDB that Spark refuses, or has for something else, and what is common instead. */
export const INSTEAD: Readonly<Record<string, string>> = {
  arg_max: "write max_by",
  arg_min: "write min_by",
  date_add: "add an interval: d + INTERVAL '1' DAY",
  date_diff: "write datesub",
  date_sub: "write datesub",
  datediff: "write datesub",
  isodow: "write datesub('day', DATE '1900-01-01', d) % 7, which is 0 on Mondays",
  list: "write array_agg",
  quantile_cont: "write percentile_cont(…) WITHIN GROUP (ORDER BY …)",
  quantile_disc: "write percentile_disc(…) WITHIN GROUP (ORDER BY …)",
  regexp_matches: "write regexp_extract(s, pattern, 0) <> ''",
  regexp_replace: "write array_to_string(regexp_extract_all(s, what stays, 0), ' ')",
  starts_with: "write instr(s, start) = 1",
  strpos: "write instr",
  trunc: "write CASE WHEN x < 0 THEN ceil(x) ELSE floor(x) END",
  unnest: "write one column each",
};

const WEEKDAY = "write datesub('day', DATE '1900-01-01', d) % 7, which is 0 on Mondays";

/** Functions that both engines take, and whose results may differ. */
export const OTHERWISE: Readonly<Record<string, string>> = {
  concat: "write || or concat_ws, since Spark's is NULL where a part is",
  dayofweek: WEEKDAY,
  first: "take max_by or row_number by an order that is whole",
  hash: "write md5",
  kurtosis: "leave it out",
  last: "take max_by or row_number by an order that is whole",
  log: "write ln or log10",
  random: "leave it out: no two runs agree",
  round: "write round(x * 100) / 100 for two digits",
  skewness: "leave it out",
  uuid: "leave it out: no two runs agree",
  weekday: WEEKDAY,
};

-- One row per film whose worldwide gross is known; what the other two tables do not know of it stays empty.
-- Sources spell a title in their own way, so only its letters and digits count, without case and accents. Of several
-- rows about one title and year a table's first one counts. A worldwide gross of 0 says that it is unknown.
WITH
named AS (
  SELECT source, line, year,
         array_to_string(regexp_extract_all(lower(strip_accents(title)), '[\p{L}\p{N}]+', 0), ' ') AS title
  FROM (
    SELECT 'films' AS source, rowid AS line, movie_title AS title, title_year AS year FROM films
    UNION ALL
    SELECT 'openings', rowid, title, year FROM openings
    UNION ALL
    SELECT 'finances', rowid, movie, release_year FROM finances WHERE worldwide_gross > 0
  )
),
first_lines AS (
  SELECT title, year,
         min(line) FILTER (WHERE source = 'films') AS film,
         min(line) FILTER (WHERE source = 'openings') AS opening,
         min(line) FILTER (WHERE source = 'finances') AS finance
  FROM named
  WHERE title <> ''
  GROUP BY title, year
)
SELECT
  finances.rowid AS observation,
  first_lines.title || ' (' || first_lines.year || ')' AS entity,
  NULL::DATE AS observed_at,
  worldwide_gross AS label,
  opening_gross,
  screens,
  production_budget,
  first_lines.year AS title_year,
  aspect_ratio,
  duration,
  cast_total_facebook_likes,
  budget,
  imdb_score
FROM first_lines
JOIN finances ON finances.rowid = finance
LEFT JOIN openings ON openings.rowid = opening
LEFT JOIN films ON films.rowid = film

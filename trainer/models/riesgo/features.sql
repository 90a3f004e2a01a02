-- One row per observation of a user: a loan on its day, labelled, or the user at the cut-off, to be served.
-- Only what lies strictly before the day of the observation counts as history: the window ends on the day before.
WITH
loan_observations AS (
  SELECT loan_id AS observation, id AS entity, loan_date AS observed_at, status AS label,
         loan_amount, birthday, job_start_date, flag_own_car
  FROM loans
  WHERE loan_date < getvariable('as_of')
),
user_observations AS (
  SELECT NULL AS observation, entity, getvariable('as_of') AS observed_at, NULL AS label,
         NULL AS loan_amount, birthday, job_start_date, flag_own_car
  FROM loan_observations
  WHERE observation IN (
    SELECT max_by(observation, (observed_at, observation)) FROM loan_observations GROUP BY entity
  )
),
observations AS (
  SELECT * FROM loan_observations UNION ALL SELECT * FROM user_observations
)
SELECT
  observation,
  entity,
  observed_at,
  label,
  count(*) OVER history AS nb_previous_loans,
  round((sum(loan_amount) OVER history)::DOUBLE / nullif(count(*) OVER history, 0) * 1e10) / 1e10
    AS avg_amount_loans_previous,
  datesub('year', birthday, observed_at) AS age,
  CASE WHEN job_start_date <= observed_at THEN datesub('year', job_start_date, observed_at) END
    AS years_on_the_job,
  CASE flag_own_car WHEN 'N' THEN 0 ELSE 1 END AS flag_own_car
FROM observations
WINDOW history AS (
  PARTITION BY entity ORDER BY observed_at RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL '1' DAY PRECEDING
)

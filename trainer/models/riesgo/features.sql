-- One row per observation of a user: a loan on its day, labelled, or the user at the cut-off, to be served.
-- Only what lies strictly before the day of the observation counts as history: EXCLUDE GROUP leaves out the day itself.
WITH
loan_observations AS (
  SELECT loan_id AS observation, id AS entity, loan_date AS observed_at, status AS label,
         loan_amount, birthday, job_start_date, flag_own_car
  FROM loans
  WHERE loan_date < getvariable('as_of')
),
user_observations AS (
  SELECT NULL AS observation, entity, getvariable('as_of') AS observed_at, NULL AS label,
         NULL AS loan_amount, unnest(max_by(
           {birthday: birthday, job_start_date: job_start_date, flag_own_car: flag_own_car},
           (observed_at, observation)))
  FROM loan_observations
  GROUP BY entity
),
observations AS (
  FROM loan_observations UNION ALL BY NAME FROM user_observations
)
SELECT
  observation,
  entity,
  observed_at,
  label,
  count(loan_amount) OVER history AS nb_previous_loans,
  round((sum(loan_amount) OVER history)::DOUBLE / nullif(count(loan_amount) OVER history, 0), 10)
    AS avg_amount_loans_previous,
  datesub('year', birthday, observed_at) AS age,
  CASE WHEN job_start_date <= observed_at THEN datesub('year', job_start_date, observed_at) END
    AS years_on_the_job,
  CASE flag_own_car WHEN 'N' THEN 0 ELSE 1 END AS flag_own_car
FROM observations
WINDOW history AS (
  PARTITION BY entity ORDER BY observed_at RANGE UNBOUNDED PRECEDING EXCLUDE GROUP
)

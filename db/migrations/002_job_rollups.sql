-- Jobs summed up by quarters of a day, days and ISO weeks (UTC), so that a report over months reads thousands of rows
-- and not millions.
--
-- Whoever changes a job that has ended, or ends one, leaves a row in job_changes by trigger, in the same transaction.
-- The changes are folded into the sums from time to time; a report adds those not folded yet. So sums and changes
-- together are true in every snapshot, whenever a job ended and whatever was corrected, erased or written back later:
-- there is no day that counts as closed and no mark that can be missed. A change costs one narrow insert and takes no
-- lock on any sum, so that machines never wait for one another.
-- Jobs in flight are in neither: there are few, and idx_jobs_status finds them.

CREATE FUNCTION utc_day(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (moment AT TIME ZONE 'UTC')::date;

-- The beginning of the span of 6, 24 or 168 hours that holds a moment. 2001 began on a Monday.
CREATE FUNCTION span_start(moment timestamptz, hours smallint) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN date_bin(hours * interval '1 hour', moment, timestamptz '2001-01-01 00:00:00Z');

-- The Monday of a day's ISO week.
CREATE FUNCTION week_of(day date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN day - (day - DATE '2001-01-01' + 7000000) % 7;

-- Durations by size: bucket b holds those nearest to 1.03^b ms, so any of them is known within 1.5 %. -1 is 0 ms.
CREATE FUNCTION duration_bucket(duration_ms int) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN duration_ms <= 0 THEN -1 ELSE round(ln(duration_ms::float8) / ln(1.03::float8)) END;

-- A job that ended, counted once (sign 1) or taken back (sign -1). '' stands for no error and for no access key.
CREATE TABLE job_changes (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sign            smallint NOT NULL,
  type            varchar(50) NOT NULL,
  status          varchar(20) NOT NULL,
  access_key_name varchar(255) NOT NULL,
  error_code      varchar(100) NOT NULL,
  user_email      varchar(255) NOT NULL,
  created_at      timestamptz NOT NULL,
  duration_ms     int,
  layer_count     int,
  cost_usd        numeric(14, 8) NOT NULL
);

-- The sums. A span is 6 or 24 hours long, and by user also 168: 5,000 users in 30 days are 150,000 rows by the day, and
-- 40,000 by weeks and the days left over. The quarters are for the day that a report begins in, see src/analytics.
-- Dollars are kept as whole hundred-millionths, which a report sums up in a tenth of the time that numeric takes.
CREATE TABLE job_sums (
  hours           smallint NOT NULL,
  start           timestamptz NOT NULL,
  type            varchar(50) NOT NULL,
  status          varchar(20) NOT NULL,
  access_key_name varchar(255) NOT NULL,
  error_code      varchar(100) NOT NULL,
  jobs            int NOT NULL,
  layers          bigint NOT NULL,
  -- Jobs whose duration is known, and its sum: a process that died took it along.
  timed_jobs      int NOT NULL,
  duration_ms     bigint NOT NULL,
  cost_e8         bigint NOT NULL,
  PRIMARY KEY (hours, start, type, status, access_key_name, error_code)
);

CREATE TABLE job_duration_sums (
  hours           smallint NOT NULL,
  start           timestamptz NOT NULL,
  type            varchar(50) NOT NULL,
  bucket          smallint NOT NULL,
  jobs            int NOT NULL,
  PRIMARY KEY (hours, start, type, bucket)
);

CREATE TABLE job_user_sums (
  hours           smallint NOT NULL,
  start           timestamptz NOT NULL,
  user_email      varchar(255) NOT NULL,
  jobs            int NOT NULL,
  completed       int NOT NULL,
  failed          int NOT NULL,
  cancelled       int NOT NULL,
  cost_e8         bigint NOT NULL,
  PRIMARY KEY (hours, start, user_email)
) PARTITION BY LIST (hours);

-- A table for each length, or a report that wants the few rows by week would find one of them on every page. The rows
-- of the present change with every fold: with room left on its page, a new version stays where the old one was.
CREATE TABLE job_user_sums_6 PARTITION OF job_user_sums FOR VALUES IN (6) WITH (fillfactor = 80);
CREATE TABLE job_user_sums_24 PARTITION OF job_user_sums FOR VALUES IN (24) WITH (fillfactor = 80);
CREATE TABLE job_user_sums_168 PARTITION OF job_user_sums FOR VALUES IN (168) WITH (fillfactor = 80);

-- Days whose row in usage_stats is behind.
CREATE TABLE usage_stats_due (
  day             date PRIMARY KEY
);

CREATE FUNCTION note_job_changes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  -- What stays the same is left out: addresses are cleared from whole months of jobs at a time.
  IF TG_OP = 'INSERT' THEN
    INSERT INTO job_changes (
      sign, type, status, access_key_name, error_code, user_email, created_at, duration_ms, layer_count, cost_usd)
    SELECT 1, type, status, coalesce(access_key_name, ''), coalesce(error_code, ''), user_email, created_at,
      duration_ms, layer_count, cost_usd
    FROM new_rows WHERE status <> 'processing';
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO job_changes (
      sign, type, status, access_key_name, error_code, user_email, created_at, duration_ms, layer_count, cost_usd)
    SELECT -1, type, status, coalesce(access_key_name, ''), coalesce(error_code, ''), user_email, created_at,
      duration_ms, layer_count, cost_usd
    FROM old_rows WHERE status <> 'processing';
  ELSE
    INSERT INTO job_changes (
      sign, type, status, access_key_name, error_code, user_email, created_at, duration_ms, layer_count, cost_usd)
    SELECT change.*
    FROM old_rows AS was JOIN new_rows AS became USING (id)
    CROSS JOIN LATERAL (
      VALUES
        (-1, was.type, was.status, coalesce(was.access_key_name, ''), coalesce(was.error_code, ''), was.user_email,
          was.created_at, was.duration_ms, was.layer_count, was.cost_usd),
        (1, became.type, became.status, coalesce(became.access_key_name, ''), coalesce(became.error_code, ''),
          became.user_email, became.created_at, became.duration_ms, became.layer_count, became.cost_usd)
    ) AS change (sign, type, status, access_key_name, error_code, user_email, created_at, duration_ms, layer_count,
      cost_usd)
    WHERE change.status <> 'processing'
      AND (was.type, was.status, was.access_key_name, was.error_code, was.user_email, was.created_at, was.duration_ms,
          was.layer_count, was.cost_usd)
        IS DISTINCT FROM (became.type, became.status, became.access_key_name, became.error_code, became.user_email,
          became.created_at, became.duration_ms, became.layer_count, became.cost_usd);
  END IF;
  RETURN NULL;
END;
$$;

CREATE FUNCTION forget_job_changes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE job_changes, job_sums, job_duration_sums, job_user_sums;
  RETURN NULL;
END;
$$;

CREATE TRIGGER jobs_inserted AFTER INSERT ON jobs REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_job_changes();
CREATE TRIGGER jobs_updated AFTER UPDATE ON jobs REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_job_changes();
CREATE TRIGGER jobs_deleted AFTER DELETE ON jobs REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_job_changes();
CREATE TRIGGER jobs_truncated AFTER TRUNCATE ON jobs
  FOR EACH STATEMENT EXECUTE FUNCTION forget_job_changes();

-- Jobs from before these tables.
INSERT INTO job_changes (
  sign, type, status, access_key_name, error_code, user_email, created_at, duration_ms, layer_count, cost_usd)
SELECT 1, type, status, coalesce(access_key_name, ''), coalesce(error_code, ''), user_email, created_at, duration_ms,
  layer_count, cost_usd
FROM jobs WHERE status <> 'processing';

-- Folds the oldest changes, `most` of them at once, into the sums. Returns how many it were; NULL where somebody else
-- is at it, so that of several instances one does the work.
CREATE FUNCTION fold_job_changes(most int) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
  folded int;
  took_back boolean;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('job_rollups')) THEN RETURN NULL; END IF;

  WITH taken AS (
    DELETE FROM job_changes WHERE id IN (SELECT id FROM job_changes ORDER BY id LIMIT most) RETURNING *
  ), changes AS (
    SELECT span_start(created_at, 6::smallint) AS start, (cost_usd * 1e8)::bigint AS cost_e8, taken.* FROM taken
  ), quarters AS (
    SELECT start, type, status, access_key_name, error_code, sum(sign) AS jobs,
      coalesce(sum(sign * layer_count), 0) AS layers,
      coalesce(sum(sign) FILTER (WHERE duration_ms IS NOT NULL), 0) AS timed_jobs,
      coalesce(sum(sign * duration_ms::bigint), 0) AS duration_ms, sum(sign * cost_e8) AS cost_e8
    FROM changes GROUP BY start, type, status, access_key_name, error_code
  ), into_sums AS (
    INSERT INTO job_sums AS sums
    SELECT hours, span_start(quarters.start, hours::smallint) AS span, type, status, access_key_name, error_code,
      sum(jobs), sum(layers), sum(timed_jobs), sum(duration_ms), sum(cost_e8)
    FROM quarters, unnest(ARRAY[6, 24]) AS hours GROUP BY hours, span, type, status, access_key_name, error_code
    ON CONFLICT (hours, start, type, status, access_key_name, error_code) DO UPDATE SET
      jobs = sums.jobs + excluded.jobs, layers = sums.layers + excluded.layers,
      timed_jobs = sums.timed_jobs + excluded.timed_jobs, duration_ms = sums.duration_ms + excluded.duration_ms,
      cost_e8 = sums.cost_e8 + excluded.cost_e8
  ), durations AS (
    SELECT start, type, duration_bucket(duration_ms) AS bucket, sum(sign) AS jobs
    FROM changes WHERE duration_ms IS NOT NULL GROUP BY start, type, bucket
  ), into_duration_sums AS (
    INSERT INTO job_duration_sums AS sums
    SELECT hours, span_start(durations.start, hours::smallint) AS span, type, bucket, sum(jobs)
    FROM durations, unnest(ARRAY[6, 24]) AS hours GROUP BY hours, span, type, bucket
    ON CONFLICT (hours, start, type, bucket) DO UPDATE SET jobs = sums.jobs + excluded.jobs
  ), users AS (
    SELECT start, user_email, sum(sign) AS jobs,
      coalesce(sum(sign) FILTER (WHERE status = 'completed'), 0) AS completed,
      coalesce(sum(sign) FILTER (WHERE status = 'failed'), 0) AS failed,
      coalesce(sum(sign) FILTER (WHERE status = 'cancelled'), 0) AS cancelled, sum(sign * cost_e8) AS cost_e8
    FROM changes GROUP BY start, user_email
  ), into_user_sums AS (
    INSERT INTO job_user_sums AS sums
    SELECT hours, span_start(users.start, hours::smallint) AS span, user_email, sum(jobs), sum(completed), sum(failed),
      sum(cancelled), sum(cost_e8)
    FROM users, unnest(ARRAY[6, 24, 168]) AS hours GROUP BY hours, span, user_email
    ON CONFLICT (hours, start, user_email) DO UPDATE SET
      jobs = sums.jobs + excluded.jobs, completed = sums.completed + excluded.completed,
      failed = sums.failed + excluded.failed, cancelled = sums.cancelled + excluded.cancelled,
      cost_e8 = sums.cost_e8 + excluded.cost_e8
  ), into_due AS (
    INSERT INTO usage_stats_due SELECT DISTINCT utc_day(created_at) FROM taken ON CONFLICT DO NOTHING
  )
  SELECT count(*), coalesce(bool_or(sign < 0), false) INTO folded, took_back FROM taken;

  IF took_back THEN
    -- A row of nothing would still name the person whose jobs were erased.
    DELETE FROM job_sums WHERE jobs = 0;
    DELETE FROM job_duration_sums WHERE jobs = 0;
    DELETE FROM job_user_sums WHERE jobs = 0;
  END IF;
  RETURN folded;
END;
$$;

-- Brings one day of usage_stats up to date, the oldest first, and returns it; NULL where none is due or somebody else
-- is at it. Days before `today` are due as soon as one of their jobs changed; today's figures every 15 minutes.
CREATE FUNCTION aggregate_due_day(today date) RETURNS date
LANGUAGE plpgsql AS $$
DECLARE
  due date;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('job_rollups')) THEN RETURN NULL; END IF;
  SELECT day INTO due FROM usage_stats_due
  WHERE day < today OR NOT EXISTS (
    SELECT FROM usage_stats WHERE date = day AND updated_at > now() - interval '15 minutes')
  ORDER BY day LIMIT 1;
  IF due IS NULL THEN RETURN NULL; END IF;
  -- A change that comes from here on is folded after this, and makes the day due again.
  DELETE FROM usage_stats_due WHERE day = due;
  PERFORM aggregate_daily_stats(due);
  RETURN due;
END;
$$;

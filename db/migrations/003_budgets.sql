-- What a day (UTC) may cost, counted for all machines: in all, and by caller.
--
-- A job's estimated cost is reserved before it begins and replaced by its true cost when it ends. Every reservation of
-- a day locks the row of that day's total first, so no two of them can both take the last cent.

CREATE TABLE budget_days (
  day             date NOT NULL,
  -- '' is the total of all; 'key:' and the name of an access key; 'address:' and a digest.
  caller          varchar(300) NOT NULL,
  spent_usd       numeric(18, 8) NOT NULL DEFAULT 0,
  reserved_usd    numeric(18, 8) NOT NULL DEFAULT 0,
  PRIMARY KEY (day, caller)
);

-- One row a job, so that a reservation or a settlement that is sent twice counts once.
CREATE TABLE budget_jobs (
  job_id          uuid PRIMARY KEY,
  day             date NOT NULL,
  caller          varchar(300) NOT NULL,
  reserved_usd    numeric(18, 8) NOT NULL,
  -- NULL while the job runs.
  cost_usd        numeric(18, 8),
  expires_at      timestamptz NOT NULL
);

CREATE INDEX idx_budget_jobs_running ON budget_jobs (expires_at) WHERE cost_usd IS NULL;

-- An address is personal data. Its digest is made with a salt that is thrown away after a day: from then on nobody can
-- tell whose it was, not even by trying all addresses.
CREATE TABLE budget_salts (
  day             date PRIMARY KEY,
  salt            text NOT NULL DEFAULT gen_random_uuid()::text
);

CREATE FUNCTION budget_caller(on_day date, who text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  found_salt text;
BEGIN
  IF who NOT LIKE 'address:%' THEN RETURN who; END IF;
  SELECT salt INTO found_salt FROM budget_salts WHERE day = on_day;
  IF found_salt IS NULL THEN
    INSERT INTO budget_salts (day) VALUES (on_day) ON CONFLICT DO NOTHING;
    SELECT salt INTO found_salt FROM budget_salts WHERE day = on_day;
  END IF;
  RETURN 'address:' || encode(sha256(convert_to(found_salt || who, 'UTF8')), 'hex');
END;
$$;

-- Makes the rows of a day, and locks that of its total: the first thing that whoever changes a day's rows does. With
-- the first job of a day, what is over is thrown away but for the totals.
CREATE FUNCTION lock_budget_day(on_day date, caller_id text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO budget_days (day, caller) VALUES (on_day, '') ON CONFLICT DO NOTHING;
  IF FOUND THEN
    DELETE FROM budget_jobs WHERE day < on_day - 1;
    DELETE FROM budget_salts WHERE day < on_day - 1;
    DELETE FROM budget_days WHERE day < on_day - 1 AND caller <> '';
  END IF;
  PERFORM FROM budget_days WHERE day = on_day AND caller = '' FOR UPDATE;
  INSERT INTO budget_days (day, caller) VALUES (on_day, caller_id) ON CONFLICT DO NOTHING;
END;
$$;

-- Gives back what jobs had reserved whose process died: what they spent nobody knows, as their records say too.
CREATE FUNCTION expire_budget_jobs(moment timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM budget_days WHERE caller = '' AND day IN (
    SELECT day FROM budget_jobs WHERE cost_usd IS NULL AND expires_at < moment) ORDER BY day FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  WITH gone AS (
    DELETE FROM budget_jobs WHERE cost_usd IS NULL AND expires_at < moment RETURNING day, caller, reserved_usd
  ), freed AS (
    SELECT day, each.caller, sum(reserved_usd) AS usd
    FROM gone, LATERAL (VALUES (gone.caller), ('')) AS each (caller) GROUP BY 1, 2
  )
  UPDATE budget_days SET reserved_usd = budget_days.reserved_usd - freed.usd
  FROM freed WHERE budget_days.day = freed.day AND budget_days.caller = freed.caller;
END;
$$;

-- Reserves `amount` dollars for a job, if both limits leave room for it; a limit that is NULL is none. A job dearer
-- than a whole day's limit takes all of it, or it could never run. With `may_shrink` the amount is a guess, and less is
-- reserved where less is left. `refused_by` is 'day' or 'caller', else NULL; the sums
-- are what is spent and reserved, this job included.
CREATE FUNCTION reserve_budget(
  job uuid, who text, moment timestamptz, expires timestamptz, amount numeric, may_shrink boolean,
  day_limit numeric, caller_limit numeric,
  OUT refused_by text, OUT reserved numeric, OUT day_used numeric, OUT caller_used numeric
)
LANGUAGE plpgsql AS $$
DECLARE
  on_day date := utc_day(moment);
  caller_id text := budget_caller(on_day, who);
BEGIN
  PERFORM lock_budget_day(on_day, caller_id);
  PERFORM expire_budget_jobs(moment);
  SELECT spent_usd + reserved_usd INTO day_used FROM budget_days WHERE day = on_day AND caller = '';
  SELECT spent_usd + reserved_usd INTO caller_used FROM budget_days WHERE day = on_day AND caller = caller_id;
  SELECT reserved_usd INTO reserved FROM budget_jobs WHERE job_id = job;
  IF FOUND THEN RETURN; END IF;

  reserved := least(amount, day_limit, caller_limit);
  IF may_shrink THEN reserved := least(reserved, day_limit - day_used, caller_limit - caller_used); END IF;
  IF day_used >= day_limit OR day_used + reserved > day_limit THEN
    refused_by := 'day';
  ELSIF caller_used >= caller_limit OR caller_used + reserved > caller_limit THEN
    refused_by := 'caller';
  ELSE
    INSERT INTO budget_jobs VALUES (job, on_day, caller_id, reserved, NULL, expires);
    UPDATE budget_days SET reserved_usd = reserved_usd + reserved
    WHERE day = on_day AND caller IN ('', caller_id);
    day_used := day_used + reserved;
    caller_used := caller_used + reserved;
  END IF;
END;
$$;

-- Puts a job's true cost in place of what was reserved for it, once, however often it is called.
CREATE FUNCTION settle_budget(job uuid, who text, moment timestamptz, cost numeric) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  on_day date := utc_day(moment);
  caller_id text := budget_caller(on_day, who);
  freed numeric := 0;
BEGIN
  PERFORM lock_budget_day(on_day, caller_id);
  UPDATE budget_jobs SET cost_usd = cost WHERE job_id = job AND cost_usd IS NULL RETURNING reserved_usd INTO freed;
  IF NOT FOUND THEN
    -- Reserved while the database was away, or expired.
    INSERT INTO budget_jobs VALUES (job, on_day, caller_id, 0, cost, moment) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN; END IF;
    freed := 0;
  END IF;
  UPDATE budget_days SET spent_usd = spent_usd + cost, reserved_usd = reserved_usd - freed
  WHERE day = on_day AND caller IN ('', caller_id);
END;
$$;

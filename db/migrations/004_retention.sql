-- What is kept for a time only (RETENTION_DAYS): requests are dropped, and jobs lose the address they came from.

-- How far the addresses of jobs are cleared. Without it every look would read all the old jobs again.
CREATE TABLE retention (
  what            varchar(50) PRIMARY KEY,
  done_until      timestamptz NOT NULL
);

-- Clears the addresses of jobs before a moment, six hours of jobs at once, the oldest first. Returns whether some are
-- left; false also where somebody else is at it.
CREATE FUNCTION clear_job_addresses(before timestamptz) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  from_time timestamptz;
  to_time timestamptz;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('retention')) THEN RETURN false; END IF;
  SELECT done_until INTO from_time FROM retention WHERE what = 'job_addresses';
  SELECT min(created_at) INTO from_time FROM jobs WHERE created_at >= coalesce(from_time, '-infinity');
  IF from_time IS NULL OR from_time >= before THEN RETURN false; END IF;

  to_time := least(from_time + interval '6 hours', before);
  UPDATE jobs SET ip_address = NULL
  WHERE created_at >= from_time AND created_at < to_time AND ip_address IS NOT NULL;
  INSERT INTO retention VALUES ('job_addresses', to_time)
  ON CONFLICT (what) DO UPDATE SET done_until = excluded.done_until;
  RETURN to_time < before;
END;
$$;

-- Drops the months of api_calls that ended before a moment, and deletes up to `most` of the older rows in the month
-- that it cuts. Returns how many rows it deleted; 0 also where somebody else is at it.
CREATE FUNCTION drop_old_api_calls(before timestamptz, most int) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
  month name;
  deleted int;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('retention')) THEN RETURN 0; END IF;
  -- Dropping waits for whoever reads the table, and everybody else waits behind it.
  PERFORM set_config('lock_timeout', '1s', true);
  FOR month IN
    SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'api_calls'::regclass AND relname ~ '^api_calls_\d{4}_\d{2}$'
  LOOP
    CONTINUE WHEN (to_date(right(month, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' > before;
    EXECUTE format('DROP TABLE %I', month);
  END LOOP;
  DELETE FROM api_calls WHERE (created_at, id) IN (
    SELECT created_at, id FROM api_calls WHERE created_at < before ORDER BY created_at LIMIT most);
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN deleted;
END;
$$;

-- The record: what was asked, by whom, how it ended, how long it took and what it cost.
-- Pictures and prompts' texts are never kept. Every moment is a timestamptz; every day is a day in UTC.

CREATE TABLE jobs (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  type              varchar(50) NOT NULL,
  status            varchar(20) NOT NULL DEFAULT 'processing'
                    CONSTRAINT jobs_status_known CHECK (status IN ('processing', 'completed', 'failed', 'cancelled')),

  layer_count       int,
  frame_name        varchar(255),
  variant_count     int,
  naming_style      varchar(50),
  prompt_file       varchar(255),

  created_at        timestamptz NOT NULL DEFAULT now(),
  completed_at      timestamptz,
  duration_ms       int,

  error_code        varchar(100),
  error_message     text,
  error_stack       text,

  user_email        varchar(255) NOT NULL,
  user_id           varchar(255),
  ip_address        inet,
  access_key_name   varchar(255),

  -- Who answered ('demo' is the provider for machines with no key), and what it did and cost.
  provider          varchar(100),
  layers_renamed    int,
  images_made       int,
  model_calls       int NOT NULL DEFAULT 0,
  prompt_tokens     bigint NOT NULL DEFAULT 0,
  completion_tokens bigint NOT NULL DEFAULT 0,
  cost_usd          numeric(14, 8) NOT NULL DEFAULT 0
);

CREATE INDEX idx_jobs_type ON jobs (type, created_at DESC);
-- Partial: only rows in flight are ever looked up by status, so the index stays a page or two at ten million jobs.
CREATE INDEX idx_jobs_status ON jobs (created_at) WHERE status = 'processing';
CREATE INDEX idx_jobs_created ON jobs (created_at DESC);
CREATE INDEX idx_jobs_user_email ON jobs (user_email, created_at DESC);
CREATE INDEX idx_jobs_user ON jobs (user_id) WHERE user_id IS NOT NULL;

CREATE TABLE usage_stats (
  date              date NOT NULL,
  operation_type    varchar(50) NOT NULL,

  total_jobs        int NOT NULL DEFAULT 0,
  successful_jobs   int NOT NULL DEFAULT 0,
  failed_jobs       int NOT NULL DEFAULT 0,
  cancelled_jobs    int NOT NULL DEFAULT 0,

  total_layers      bigint NOT NULL DEFAULT 0,
  avg_duration_ms   numeric(12, 2),
  p50_duration_ms   int,
  p95_duration_ms   int,
  p99_duration_ms   int,

  model_calls       bigint NOT NULL DEFAULT 0,
  prompt_tokens     bigint NOT NULL DEFAULT 0,
  completion_tokens bigint NOT NULL DEFAULT 0,
  cost_usd          numeric(14, 8) NOT NULL DEFAULT 0,

  updated_at        timestamptz NOT NULL DEFAULT now(),

  PRIMARY KEY (date, operation_type)
);

CREATE INDEX idx_usage_stats_date ON usage_stats (date DESC);

-- One row a request, in a partition a month, so that old months are dropped instead of deleted row by row.
-- The time leads the key: new rows land on the index's last page, and the same index finds a span of time.
CREATE TABLE api_calls (
  id                bigserial,
  endpoint          varchar(100) NOT NULL,
  ip_address        inet,
  user_agent        text,
  response_status   int,
  response_time_ms  int,
  created_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (created_at, id)
) PARTITION BY RANGE (created_at);

-- Takes rows of a month that has no partition yet, so that no row is ever refused.
CREATE TABLE api_calls_default PARTITION OF api_calls DEFAULT;

-- Makes the partitions of `months` months from the one that holds `first_day` (UTC); those that exist are left alone.
-- Rows that waited in the default partition move to their month.
CREATE FUNCTION ensure_api_call_partitions(first_day date, months int) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  month_start date;
  from_time timestamptz;
  to_time timestamptz;
  partition_name text;
BEGIN
  -- Two instances may get here at once: the second waits, and finds the work done.
  PERFORM pg_advisory_xact_lock(hashtext('ensure_api_call_partitions'));
  FOR i IN 0 .. months - 1 LOOP
    month_start := (date_trunc('month', first_day::timestamp) + make_interval(months => i))::date;
    partition_name := 'api_calls_' || to_char(month_start, 'YYYY_MM');
    CONTINUE WHEN to_regclass(quote_ident(partition_name)) IS NOT NULL;

    from_time := month_start::timestamp AT TIME ZONE 'UTC';
    to_time := (month_start + interval '1 month') AT TIME ZONE 'UTC';
    EXECUTE format('CREATE TABLE %I (LIKE api_calls INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition_name);
    EXECUTE format(
      'WITH moved AS (DELETE FROM api_calls_default WHERE created_at >= %L AND created_at < %L RETURNING *)
       INSERT INTO %I SELECT * FROM moved', from_time, to_time, partition_name);
    EXECUTE format(
      'ALTER TABLE api_calls ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition_name, from_time, to_time);
  END LOOP;
END;
$$;

SELECT ensure_api_call_partitions((now() AT TIME ZONE 'UTC')::date, 3);

-- Sums up one day (UTC) of jobs by type. Running it again puts the day right: late ends change a day after its close.
CREATE FUNCTION aggregate_daily_stats(target_date date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  from_time timestamptz := target_date::timestamp AT TIME ZONE 'UTC';
  to_time timestamptz := (target_date + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
  -- Two roll-ups of one day at once would each insert what the other has not committed.
  PERFORM pg_advisory_xact_lock(hashtext('aggregate_daily_stats'), target_date - DATE '2000-01-01');
  DELETE FROM usage_stats WHERE date = target_date;
  INSERT INTO usage_stats (
    date, operation_type, total_jobs, successful_jobs, failed_jobs, cancelled_jobs, total_layers,
    avg_duration_ms, p50_duration_ms, p95_duration_ms, p99_duration_ms,
    model_calls, prompt_tokens, completion_tokens, cost_usd
  )
  SELECT
    target_date,
    type,
    count(*),
    count(*) FILTER (WHERE status = 'completed'),
    count(*) FILTER (WHERE status = 'failed'),
    count(*) FILTER (WHERE status = 'cancelled'),
    coalesce(sum(layer_count), 0),
    avg(duration_ms),
    percentile_cont(0.50) WITHIN GROUP (ORDER BY duration_ms),
    percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms),
    percentile_cont(0.99) WITHIN GROUP (ORDER BY duration_ms),
    sum(model_calls),
    sum(prompt_tokens),
    sum(completion_tokens),
    sum(cost_usd)
  FROM jobs
  WHERE created_at >= from_time AND created_at < to_time
  GROUP BY type;
END;
$$;

import type { Sql } from '../../src/database/sql.ts';

/**
 * Fills the record with `days` days of work: weekdays busier than weekends, a slow growth, a bad day of the provider
 * a fortnight ago, durations with a long tail. The same for the same day: nothing here is drawn from chance.
 *
 * @returns how many jobs there are
 */
export async function fillSampleJobs(sql: Sql, days = 60): Promise<number> {
  await sql`select setseed(0.42)`;
  const rows = await sql`
    insert into jobs (type, status, layer_count, frame_name, variant_count, created_at, completed_at, duration_ms,
      error_code, user_email, user_id, access_key_name, provider, model_calls, cost_usd)
    select type, status, layers, 'Checkout', case when renames then null else 5 end, made_at,
      made_at + took * interval '1 millisecond', took,
      case when status = 'failed' then (array['EXPORTER_PROVIDER_FAILED', 'EXPORTER_TIMEOUT', 'EXPORTER_BUSY',
        'EXPORTER_INTERNAL'])[1 + floor(3.99 * luck ^ 2.4)::int]
        when status = 'cancelled' then 'EXPORTER_CLIENT_CLOSED' end,
      (array['mina.okafor', 'jonas.lind', 'priya.raman', 'luca.moretti', 'sofia.alvarez', 'tom.becker', 'aiko.tanaka',
        'noor.haddad', 'elena.petrova', 'sam.whitfield', 'ines.duarte', 'max.keller', 'hana.novak', 'ravi.menon'])
        [1 + floor(13.99 * person ^ 1.8)::int] || '@example.com',
      'figma-' || floor(13.99 * person ^ 1.8)::int,
      (array['product-design', 'marketing', 'growth', 'brand-studio', 'agency'])[1 + floor(4.99 * keys ^ 1.6)::int],
      'openrouter', 1 + layers / 5, case when renames then layers * 0.00021 else 0.03 + 0.04 * floor(luck * 6) end
    from (
      select *, case when renames then 'rename-layers' else 'generate-edits' end as type,
        case when chance < 0.015 + bad then 'failed' when chance < 0.04 + bad then 'cancelled'
          else 'completed' end as status,
        greatest(90, (case when renames then 5200 else 18500 end * (1 + 1.2 * bad)
          * exp(0.45 * sqrt(-2 * ln(1 - u1)) * cos(2 * pi() * u2)))::int) as took,
        case when renames then 4 + floor(70 * luck ^ 1.5)::int else 3 + floor(30 * u1)::int end as layers
      from (
        select random() < 0.72 as renames, random() as chance, random() as luck, random() as u1, random() as u2,
          random() as person, random() as keys, case when day = 13 then 0.22 else 0.012 end as bad,
          now() - interval '1 minute' - day * interval '1 day' - random() * interval '10 hours' as made_at
        from generate_series(0, ${days}::int - 1) as day,
          lateral (select case when extract(isodow from now() - day * interval '1 day') > 5 then 9 else 44 end as busy)
            as of_day,
          lateral generate_series(1, (busy * (1.35 - day * 0.008) * (0.85 + 0.3 * abs(sin(day * 1.7))))::int)
      ) draws
    ) drawn
    order by made_at
    returning 1`;
  return rows.length;
}

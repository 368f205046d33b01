/**
 * Parameters that platforms and poolers put into the `postgres://` URLs they give out, and that only other clients act on.
 */
export const ignoredParameters: ReadonlySet<string> = new Set(
  (
    'channel_binding pgbouncer pool_timeout pool_mode connection_limit schema statement_cache_size ' +
    'prepared_statements prepareThreshold socket_timeout sslaccept sslnegotiation uselibpqcompat gssencmode ' +
    'keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout load_balance_hosts supa ' +
    'workaround reference single_use_connections sslcompression sslsni fallback_application_name krbsrvname ' +
    'binary_parameters prepared_statement_cache_size statement_cache_capacity statement-cache-capacity ' +
    'description_cache_capacity default_query_exec_mode pool pool_size pool_max_conns pool_min_conns ' +
    'pool_max_conn_lifetime pool_max_conn_idle_time pool_health_check_period max max_conns idle_timeout ' +
    'max_lifetime conn_max_age'
  ).split(' '),
);

import type { ConnectionOptions, PeerCertificate } from 'node:tls';
import t from 'tap';
import { parseDatabaseUrl } from '../../src/database/connection-url.ts';

t.test('reads URLs as platforms provide them and drops parameters of other clients', async (t) => {
  const urls: [string, object][] = [
    [
      'postgresql://alex:AbC123dEf@ep-cool-darkness-123456-pooler.us-east-2.aws.neon.tech/dbname?sslmode=require&channel_binding=require',
      { host: ['ep-cool-darkness-123456-pooler.us-east-2.aws.neon.tech'], port: [5432], user: 'alex', ssl: 'require' },
    ],
    [
      'postgres://postgres.abcdefgh:p%40ss%2Fw%3Ard@aws-0-eu-central-1.pooler.supabase.com:6543/postgres?pgbouncer=true&connection_limit=1',
      { port: [6543], user: 'postgres.abcdefgh', pass: 'p@ss/w:rd', database: 'postgres', ssl: 'prefer' },
    ],
    ['postgres://fly-user:x@pgbouncer.abc123.flympg.net/fly-db', { host: ['pgbouncer.abc123.flympg.net'] }],
    ['postgresql://postgres:x@containers-us-west-1.railway.app:7432/railway', { port: [7432] }],
    ['postgres://u:x@db.123.eu-west-1.rds.amazonaws.com/app?sslmode=verify-full&schema=public', { user: 'u' }],
    ['postgres://u@[::1]:5433/db', { host: ['::1'], port: [5433] }],
    ['postgres://u@one:1111,two:2222,[fd00::2]:3333/db', { host: ['one', 'two', 'fd00::2'], port: [1111, 2222, 3333] }],
    ['postgres://u@one,two/db?target_session_attrs=read-write', { targetSessionAttrs: 'read-write' }],
    ['postgres://u@/db?host=/var/run/postgresql', { host: [], path: '/var/run/postgresql/.s.PGSQL.5432', ssl: false }],
    ['postgres:///db?host=/tmp&port=5433', { path: '/tmp/.s.PGSQL.5433' }],
    ['postgres://u:p@%2Fvar%2Frun/db', { path: '/var/run/.s.PGSQL.5432', pass: 'p' }],
    ['postgres://u@%2fvar%2frun:5433/db', { path: '/var/run/.s.PGSQL.5433' }],
    ['postgres://u@h/db?connect_timeout=10&application_name=x', { connectTimeoutSeconds: 10, applicationName: 'x' }],
    ['postgres://u@h/db?options=-c%20search_path%3Dapp', { options: '-c search_path=app' }],
    ['postgres://u@h/db?sslmode=disable', { ssl: false }],
    ['postgres://u@h/db?ssl=require', { ssl: 'require' }],
    ['postgres://u@h/db?ssl=no-verify', { ssl: 'require' }],
    ['postgres://u@h/db?ssl=off', { ssl: false }],
    ['postgres://u@h/db?sslmode=require&supa=base-pooler.x&workaround=supabase-pooler.vercel', { ssl: 'require' }],
    ['postgres://u@h/db?pool_max_conns=10&default_query_exec_mode=simple_protocol', { user: 'u' }],
    ['postgres://h', { host: ['h'], port: [5432] }],
  ];
  for (const [url, target] of urls) t.match(parseDatabaseUrl(url), target, url);
});

t.test('verify-full checks the host of the URL, an address as well', (t) => {
  const certificate = {
    subject: {},
    subjectaltname: 'DNS:localhost, DNS:db.test, IP Address:10.0.0.5',
  } as PeerCertificate;
  const cases: [string, string, boolean][] = [
    // Node's name for a connection to an address is localhost.
    ['10.0.0.5', 'localhost', true],
    ['10.0.0.6', 'localhost', false],
    ['10.0.0.6,10.0.0.5', 'localhost', true],
    ['db.test', 'db.test', true],
    ['db2.test', 'db2.test', false],
    ['10.0.0.5,db2.test', 'db2.test', false],
    ['localhost', 'localhost', true],
  ];
  for (const [host, name, fits] of cases) {
    const { ssl } = parseDatabaseUrl(`postgres://u@${host}/db?sslmode=verify-full`);
    const { checkServerIdentity } = ssl as ConnectionOptions;
    t.equal(checkServerIdentity?.(name, certificate) === undefined, fits, host);
  }
  t.end();
});

t.test('refuses an unusable URL with the reason and without its password', async (t) => {
  const urls: [string, RegExp][] = [
    ['postgres://u:p@ss/word@host/db', /percent-encode/],
    ['postgres://u:secret#1@host/db', /percent-encode/],
    ['mysql://u:secret@host/db', /must be postgres:/],
    ['postgres://u:secret@/db', /must name a host/],
    ['postgres://u:se%zzcret@host/db', /invalid % escape in the password/],
    ['postgres://u:secret@host:99999/db', /port from 1 to 65535/],
    ['postgres://u:secret@host/db?statement_timeout=100', /unknown parameter statement_timeout/],
    ['postgres://u:secret@host/db?sslmode=maybe', /must set sslmode to one of/],
    ['postgres://u:secret@host/db?ssl=please', /must set ssl to one of/],
    ['postgres://u:secret@host/db?sslcert=/c.pem&sslkey=/k.pem', /unknown parameter sslcert/],
    ['postgres://u:secret@host/db?sslrootcert=/no/such/file&sslmode=verify-ca', /unreadable sslrootcert/],
    ['postgres://u:secret@host/db?connect_timeout=soon', /connect_timeout/],
    ['postgres://u:secret@host/db?target_session_attrs=best', /target_session_attrs/],
  ];
  for (const [url, message] of urls) {
    t.throws(() => parseDatabaseUrl(url), { message }, url);
    try {
      parseDatabaseUrl(url);
    } catch (error) {
      t.notMatch((error as Error).message, /secret|ss\/word/, url);
    }
  }
});

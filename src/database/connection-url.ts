import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { ignoredParameters } from './ignored-parameters.ts';

/** What a `postgres://` URL says, in the form that the client takes. */
export interface ConnectionTarget {
  /** Host names or addresses, IPv6 without brackets. Empty if `path` is set. */
  readonly host: string[];
  readonly port: number[];
  /** The file of a Unix socket. */
  readonly path?: string;
  readonly database?: string;
  readonly user?: string;
  readonly pass?: string;
  readonly ssl: false | 'prefer' | 'require' | ConnectionOptions;
  readonly connectTimeoutSeconds?: number;
  readonly applicationName?: string;
  readonly targetSessionAttrs?: (typeof sessionAttrs)[number];
  /** Server settings for each session, such as `-c search_path=app`. Poolers refuse them. */
  readonly options?: string;
}

const sessionAttrs = ['read-write', 'read-only', 'primary', 'standby', 'prefer-standby'] as const;
const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;

/** Parameters that we read, as libpq defines them (PostgreSQL manual, 34.1.2). */
const known = new Set([
  'sslmode',
  'ssl',
  'sslrootcert',
  'application_name',
  'options',
  'target_session_attrs',
  'connect_timeout',
  'host',
  'port',
  'dbname',
  'user',
  'password',
]);

/**
 * Reads a URL as Neon, Supabase, Railway, Fly, RDS and libpq write it: several hosts, IPv6 in brackets, Unix sockets
 * (`?host=/dir` or `%2Fdir` as the host). Parameters of other clients are dropped.
 *
 * @throws Error whose message completes "DATABASE_URL ..." and repeats nothing secret
 */
export function parseDatabaseUrl(text: string): ConnectionTarget {
  const match = /^postgres(?:ql)?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^@/?#]*)(?:\/([^?#/]*))?(?:\?([^#]*))?$/.exec(
    text,
  );
  if (match === null) {
    throw new Error(
      'must be postgres://user:password@host:5432/database; percent-encode : / ? # @ % in the user and the password',
    );
  }
  const [, user, pass, authority = '', database, queryText = ''] = match;
  const query = readQuery(queryText);
  const hostList = query.get('host') ?? authority;
  const [, folder, folderPort = '5432'] = /^((?:\/|%2F).*?)(?::(\d+))?$/i.exec(hostList) ?? [];
  const path = folder === undefined ? undefined : decode(folder, 'host');
  const addresses = path === undefined ? readHosts(hostList, query.get('port')) : [];
  const host = addresses.map((address) => address.host);
  const named = {
    database: query.get('dbname') ?? decode(database ?? '', 'database'),
    user: query.get('user') ?? decode(user ?? '', 'user'),
    pass: query.get('password') ?? decode(pass ?? '', 'password'),
    applicationName: query.get('application_name'),
    options: query.get('options'),
    path: path === undefined ? undefined : `${path}/.s.PGSQL.${readPort(query.get('port') ?? folderPort)}`,
    targetSessionAttrs: oneOf(query, 'target_session_attrs', [...sessionAttrs, 'any']),
    connectTimeoutSeconds: readSeconds(query.get('connect_timeout')),
  };
  const given = Object.entries(named).filter(([, value]) => value !== undefined && value !== '' && value !== 'any');
  return {
    host,
    port: addresses.map(({ port }) => port),
    ssl: path === undefined ? readSsl(query, host) : false,
    ...Object.fromEntries(given),
  };
}

function readQuery(text: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (ignoredParameters.has(name)) continue;
    if (!known.has(name)) {
      throw new Error(`has the unknown parameter ${name.slice(0, 40)}: supported are ${[...known].join(', ')}`);
    }
    query.set(name, value);
  }
  return query;
}

function readHosts(list: string, ports: string | undefined): { host: string; port: number }[] {
  const entries = list.split(',');
  const portList = ports?.split(',') ?? [];
  return entries.map((entry, index) => {
    const [, bracketed, bare, port] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d*))?$/.exec(entry) ?? [];
    const host = decode(bracketed ?? bare ?? '', 'host');
    if (host === '') throw new Error('must name a host: postgres://user:password@host:5432/database');
    return { host, port: readPort(port || portList[index] || portList[0] || '5432') };
  });
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new Error('must have a port from 1 to 65535');
  return port;
}

function readSeconds(text: string | undefined): number | undefined {
  if (text === undefined || text === '0') return undefined;
  if (!/^\d{1,4}$/.test(text)) throw new Error('must have a connect_timeout in whole seconds');
  return Number(text);
}

/** `require` encrypts without checking the certificate, as libpq does; a root certificate makes it `verify-ca`. */
function readSsl(query: Map<string, string>, hosts: readonly string[]): ConnectionTarget['ssl'] {
  const rootFile = query.get('sslrootcert');
  const mode = oneOf(query, 'sslmode', sslModes) ?? readShortMode(query) ?? 'prefer';
  if (mode === 'disable') return false;
  if (mode === 'allow' || mode === 'prefer') return 'prefer';
  const checksCertificate = mode.startsWith('verify') || (mode === 'require' && rootFile !== undefined);
  if (!checksCertificate) return 'require';
  const checksName = mode === 'verify-full' || rootFile === 'system';
  return {
    rejectUnauthorized: true,
    checkServerIdentity: checksName ? createNameCheck(hosts) : () => undefined,
    ...(rootFile === undefined || rootFile === 'system' ? {} : { ca: readCertificate(rootFile) }),
  };
}

/**
 * The client passes on no name when it connects to an address, and Node would then check the name "localhost": the
 * certificate must be for an address of the URL instead.
 */
function createNameCheck(hosts: readonly string[]): typeof checkServerIdentity {
  const addresses = hosts.filter((host) => isIP(host) !== 0);
  return (name, certificate) => {
    const names = hosts.includes(name) || addresses.length === 0 ? [name] : addresses;
    const failures = names.map((each) => checkServerIdentity(each, certificate));
    return failures.includes(undefined) ? undefined : failures[0];
  };
}

/** `ssl=true` of node-postgres and JDBC, and `ssl=require` of asyncpg. */
function readShortMode(query: Map<string, string>): (typeof sslModes)[number] | undefined {
  const words = {
    true: 'require',
    '1': 'require',
    on: 'require',
    false: 'disable',
    '0': 'disable',
    off: 'disable',
  } as const;
  return words[query.get('ssl') as keyof typeof words] ?? oneOf(query, 'ssl', sslModes);
}

function readCertificate(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`has an unreadable sslrootcert (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
}

function oneOf<T extends string>(query: Map<string, string>, name: string, choices: readonly T[]): T | undefined {
  const value = query.get(name);
  if (value === undefined || value === '') return undefined;
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Error(`must set ${name} to one of ${choices.join(', ')}`);
  return found;
}

function decode(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(`has an invalid % escape in the ${what}: write a literal % as %25`);
  }
}

/** What the command reads from the environment besides the service's own settings. `.env` is read too. */
export interface DemoEnvironment {
  /** `SERVICE_URL`: a running service, `http://localhost:3000`; undefined: the command starts one. */
  readonly serviceUrl: string | undefined;
  /** `ACCESS_KEY`: the key for a service that requires one. */
  readonly accessKey: string | undefined;
  /** `INIT_CWD`: where npm was called; paths on the command line are meant from there. */
  readonly callersFolder: string | undefined;
  /** False if `NO_COLOR` is set to anything. */
  readonly colors: boolean;
}

/** Reads {@link DemoEnvironment}. */
export function readEnvironment(): DemoEnvironment {
  try {
    process.loadEnvFile();
  } catch (error) {
    // A missing .env is fine; an unreadable one is an error.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const { SERVICE_URL, ACCESS_KEY, INIT_CWD, NO_COLOR } = process.env;
  return {
    serviceUrl: SERVICE_URL?.trim() || undefined,
    accessKey: ACCESS_KEY?.trim() || undefined,
    callersFolder: INIT_CWD || undefined,
    colors: !NO_COLOR,
  };
}

import Postgrator from 'postgrator';
import type { Migration } from './migrations.ts';

/** What {@link createMigrator} needs: the files, and the connection to run them on. */
export type MigratorDeps = {
  migrations: Migration[];
  versionTable: string;
  onStart: (migration: Postgrator.Migration) => void;
  runScript: (script: string) => Promise<void>;
  runQuery: (query: string) => Promise<object[]>;
};

/** Postgrator reads names like `001.do.initial.sql`; ours are `001_initial.sql`, and there is no way back. */
class ForwardMigrator extends Postgrator {
  migrations: Migration[] = [];
  readonly #files: Migration[];

  constructor(options: ConstructorParameters<typeof Postgrator>[0], files: Migration[]) {
    super(options);
    this.#files = files;
  }

  override async getMigrations(): Promise<Postgrator.Migration[]> {
    this.migrations = this.#files;
    return this.migrations;
  }
}

/** Makes the migrator. In a file of its own, since loading it takes 50 ms that most starts need not spend. */
export function createMigrator(deps: MigratorDeps): Postgrator {
  const migrator = new ForwardMigrator(
    {
      driver: 'pg',
      schemaTable: deps.versionTable,
      execQuery: async (query) => ({ rows: await deps.runQuery(query) }),
      execSqlScript: deps.runScript,
    },
    deps.migrations,
  );
  migrator.on('migration-started', deps.onStart);
  return migrator;
}

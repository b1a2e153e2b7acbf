/** Workers of this project in real workerd, each in a process of its own. */
import { bundle } from "./bundle.ts";
import { asChild, type ChildServer, type Env } from "./child_server.ts";
import { root } from "./manifest.ts";

/** Bundles a Worker as users do, and gives the bundle's path. */
export const bundleWorker = (source: string): Promise<string> =>
  bundle(source, `${root}dist/tests`);

/** Options of Miniflare, besides the variables. */
export interface WorkerOptions {
  readonly durableObjects?: {
    readonly [binding: string]: { readonly className: string; readonly useSQLite: boolean };
  };
  /** The folder of the objects' storage. Without one, an object forgets everything when the Worker is stopped. */
  readonly durableObjectsPersist?: string;
}

/** Starts a bundled Worker. Its process is ended at once when it is closed, whatever it is doing. */
export const startWorker = (
  worker: string,
  env: Env,
  options: WorkerOptions = {},
): Promise<ChildServer> => {
  const args = ["run", "-A", "--no-check", "tests/bench/programs/workerd.ts", worker];
  return asChild([...args, JSON.stringify(env), JSON.stringify(options)], {}, "SIGTERM");
};

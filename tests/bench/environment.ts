/** The machine and the versions that the figures were measured with. */
import { cpus, totalmem } from "node:os";
import lock from "./programs/deno.lock" with { type: "text" };

/** The machine, the versions and the date of a measurement. */
export interface Environment {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly versions: { readonly [name: string]: string };
}

const measured = [
  "@e965/xlsx",
  "effect",
  "hono",
  "hucre",
  "ky",
  "miniflare",
  "p-map",
  "workerd",
  "zod",
];

/** The locked version of a package. */
const versionOf = (name: string, packages: ReadonlyArray<string>): string => {
  const found = packages.find((key) => key.startsWith(`${name}@`)) ?? `${name}@unknown`;
  return found.slice(name.length + 1);
};

export const environment = (): Environment => {
  const packages = Object.keys(JSON.parse(lock).npm);
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0].model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    versions: {
      deno: Deno.version.deno,
      ...Object.fromEntries(measured.map((name) => [name, versionOf(name, packages)])),
    },
  };
};

/** The environment in one line. */
export const describe = ({ cores, cpu, date, memoryGiB, versions }: Environment): string => {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${date}, ${cpu}, ${cores} cores, ${memoryGiB} GiB; ${named.join(", ")}`;
};

/** Reads YAML of the project, with a type for the copy on the npm registry, which has none. */
// @ts-types="./std_yaml.d.ts"
import { parse } from "@std/yaml";
import * as Schema from "effect/Schema";
import { root } from "./manifest.ts";

/** Reads a file and holds it to a schema, which must name all its keys. The file is named from the project's root. */
export const readYaml = async <A>(file: string, schema: Schema.Codec<A, unknown>): Promise<A> =>
  Schema.decodeUnknownSync(schema, { onExcessProperty: "error" })(
    parse(await Deno.readTextFile(root + file)),
  );

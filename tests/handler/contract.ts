/** Checks the handler's answers against its own OpenAPI description. */
import { openApiOf } from "../../src/handler/openapi.ts";
import { type HandlerConfig, readHandlerConfig } from "../../src/handler/config.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { Validator } from "@seriousme/openapi-schema-validator";
import { assert, assertEquals } from "../support/assert.ts";

const config = readHandlerConfig({ HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme" });
assert(!("problems" in config));
const document = openApiOf(config as HandlerConfig);

const ajv = new Ajv2020({ strict: false });
ajv.addSchema(document, "openapi");

/** Whether a value fits a schema of the description. */
export const fits = (schema: string, value: unknown): boolean =>
  ajv.getSchema(`openapi#/components/schemas/${schema}`)?.(value) === true;

/** Fails unless a value fits a schema of the description. */
export const answerFits = (schema: string, value: unknown): void => {
  const validate = ajv.getSchema(`openapi#/components/schemas/${schema}`);
  assert(validate !== undefined, `no schema ${schema}`);
  assert(validate(value), `not a ${schema}: ${ajv.errorsText(validate.errors)}`);
};

/** Fails unless a document is valid OpenAPI 3.1. */
export const documentIsValid = async (document: object): Promise<void> => {
  const validator = new Validator();
  const { errors, valid } = await validator.validate(document as Record<string, unknown>);
  assertEquals(errors, undefined);
  assert(valid);
  assertEquals(validator.version, "3.1");
};

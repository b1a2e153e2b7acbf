// The signature of @std/yaml that the tests use.
export function parse(text: string): unknown;

export { Keyring, type NamedKey, type ResourceKeys } from "./keyring.ts";

export { createAccount, type NewAccount, setPassword, suspendAccount } from "./accounts.ts";
export { createIdentity, type Identity, type ResolveCaller } from "./identity.ts";

export { agreeOnKind } from "./agreement.ts";
export { embeddedDatabase } from "./embedded.ts";
export { type Home, type HomeKind, kindNames, openHome, readCity } from "./home.ts";
export { type HomeLocation, locateHome } from "./location.ts";

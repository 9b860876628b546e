import { z } from "zod";
import { type PartyKind, type PartyLevel, partyKind } from "../../contract/roles.ts";

/** A unit of the city as its organs are named, without persons. */
export interface CityUnit {
  readonly name: string;
  readonly shortName: string;
  readonly kind: PartyKind;
  readonly level: PartyLevel;
  readonly region: string;
}

/**
 * `units.json`: the organs of the city, as names for every region that has them. `{region}` stands for the region's
 * name, so that one list serves all counties.
 */
export const unitGroups = z.strictObject({
  groups: z.array(
    z.strictObject({
      /** Codes of regions in `profile.json`. */
      of: z.array(z.string()).min(1),
      kind: partyKind,
      names: z.array(z.string().trim().min(1)).min(1),
    }),
  ),
});
type UnitGroups = z.infer<typeof unitGroups>;

interface Regions {
  readonly name: string;
  readonly code: string;
  readonly regions: readonly { readonly code: string; readonly name: string }[];
}

/** Regions that the list speaks of and the profile does not know. */
export const unknownRegions = ({ groups }: UnitGroups, { regions }: Regions): string[] =>
  groups.flatMap(({ of }) => of).filter((code) => !regions.some((region) => region.code === code));

/** Every unit of the list by its full name, each once. Units of province and state in the city are of its level (Art. 77). */
export function unitsOf({ groups }: UnitGroups, city: Regions): CityUnit[] {
  const units = new Map<string, CityUnit>();
  for (const { of, kind, names } of groups)
    for (const { code, name: region } of city.regions.filter(({ code }) => of.includes(code)))
      for (const pattern of names) {
        const name = pattern.replaceAll("{region}", region);
        const level = code === city.code ? "city" : "county";
        const shortName = level === "city" ? name.replace(city.name, "市") : name;
        units.set(name, { name, shortName, kind, level, region: code });
      }
  return [...units.values()];
}

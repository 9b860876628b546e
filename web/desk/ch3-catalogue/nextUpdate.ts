import type { EntryContent } from "../../../src/contract/entry.ts";
import { addDays } from "../../shared/format.ts";

const monthsOf = { monthly: 1, quarterly: 3, "half-yearly": 6, yearly: 12 } as const;

/** Last day of the period in which `today` lies: by then the data are to be updated once more; null where there is none. */
export function nextUpdate(frequency: EntryContent["updateFrequency"], today: string): string | null {
  switch (frequency) {
    case "realtime":
    case "daily":
      return today;
    case "weekly": {
      const weekday = new Date(`${today}T12:00:00Z`).getUTCDay();
      return addDays(today, (7 - weekday) % 7);
    }
    case "monthly":
    case "quarterly":
    case "half-yearly":
    case "yearly": {
      const months = monthsOf[frequency];
      const [year = 0, month = 1] = today.split("-").map(Number);
      const end = Math.ceil(month / months) * months;
      return new Date(Date.UTC(year, end, 0)).toISOString().slice(0, 10);
    }
    default:
      return null;
  }
}

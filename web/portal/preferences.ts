import { useEffect, useState } from "react";

const key = "gongshu-elder";

/** Elderly mode (适老化): a 20-px base and single columns, kept in this browser. */
export function useElderMode(): [boolean, () => void] {
  const [elder, setElder] = useState(() => localStorage.getItem(key) === "on");
  useEffect(() => {
    document.documentElement.classList.toggle("elder", elder);
    localStorage.setItem(key, elder ? "on" : "off");
  }, [elder]);
  return [elder, () => setElder(!elder)];
}

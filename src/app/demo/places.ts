import type { DemoCity } from "../city/load.ts";

/** A file of windows of the register with their positions (GeoJSON, RFC 7946). The windows are made up. */
export function placesJson({ name }: DemoCity): Buffer {
  const features = ["东", "南", "西", "北", "中"].map((side, at) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [131.15 + at / 100, 46.64 + at / 100] },
    properties: { 窗口: `${name}${side}区户籍窗口`, 办公时间: "工作日 8:30—16:30" },
  }));
  return Buffer.from(JSON.stringify({ type: "FeatureCollection", features }, null, 2));
}

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/**
 * The figures of one process in the Prometheus format. Labels come from the code (route templates, error codes,
 * queue names), never from what a user sent: a label lives as long as the process.
 */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "gongshu_" });
  return {
    registry,
    requests: new Histogram({
      name: "gongshu_http_request_seconds",
      help: "Time to answer, by route template",
      labelNames: ["method", "route", "status"],
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    refusals: new Counter({
      name: "gongshu_http_refusals_total",
      help: "Requests answered with a problem, by its code; those of unknown callers are on no other record",
      labelNames: ["route", "code", "signed_in"],
      registers,
    }),
    /** A figure read when it is asked for, such as the length of a queue. */
    gauge(name: string, help: string, read: () => number | Promise<number>) {
      new Gauge({
        name: `gongshu_${name}`,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
  };
}
export type Metrics = ReturnType<typeof createMetrics>;

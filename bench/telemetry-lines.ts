import { createHash } from "node:crypto";

/** A line of a container's log; the same number gives the same line. */
export function line(number: number, withPersonalData: boolean): string {
  const traceId = hex(`t${number}`, 32);
  const spanId = hex(`s${number}`, 16);
  if (withPersonalData) return signIn(number, traceId, spanId);
  if (number % 20 === 7)
    return `2026-11-22 05:42:11.123  INFO 1 --- [exec-${number % 9}] c.e.Orders : order ${number} accepted`;
  return number % 2 === 0 ? order(number, traceId, spanId) : request(number, traceId, spanId);
}

function signIn(number: number, trace_id: string, span_id: string): string {
  const message = `user u${number}@example.org signed in from 203.0.113.${number % 250}`;
  const user = { id: `c-${number}`, email: `u${number}@example.org` };
  return JSON.stringify({
    "@timestamp": TIME,
    level: "INFO",
    message,
    trace_id,
    span_id,
    user,
    duration_ms: number % 300,
  });
}

function order(number: number, trace_id: string, span_id: string): string {
  const level = number % 50 === 0 ? "WARN" : "INFO";
  const message = `Processed order ${number} with ${number % 7} items in ${number % 300} ms`;
  const logger = {
    logger_name: "com.example.orders.OrderService",
    thread_name: `http-nio-8080-exec-${number % 10}`,
  };
  const fields = { id: `o-${hex(`o${number}`, 12)}`, total: "1,299.00 EUR", region: "eu-central-1" };
  return JSON.stringify({
    "@timestamp": TIME,
    "@version": "1",
    message,
    ...logger,
    level,
    trace_id,
    span_id,
    order: fields,
  });
}

function request(number: number, trace_id: string, span_id: string): string {
  const req = { method: "GET", url: `/api/v1/orders/${number}`, host: "10.244.3.17" };
  const process = { pid: 1, hostname: "shop-7c9f8d6b54-x2kzq" };
  return JSON.stringify({
    ...{ level: 30, time: 1763836200000 + number, ...process, msg: "request completed" },
    ...{ trace_id, span_id, req, res: { statusCode: 200 }, responseTime: number % 400 },
  });
}

const TIME = "2026-11-22T05:42:11.123Z";

function hex(text: string, digits: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

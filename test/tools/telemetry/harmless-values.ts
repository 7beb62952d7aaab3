import { createHash } from "node:crypto";

/** Values that look like sensitive ones and are none, by what they are; the same on every run. */
export function harmlessValues(count: number): readonly { readonly kind: string; readonly value: string }[] {
  return Object.entries(KINDS).flatMap(([kind, make]) =>
    Array.from({ length: count }, (_, index) => ({ kind, value: make(numbers(`${kind}/${index}`)) })),
  );
}

/** A source of numbers that a text determines. */
interface Numbers {
  readonly hex: (digits: number) => string;
  readonly below: (limit: number) => number;
}

function numbers(seed: string): Numbers {
  const digest = createHash("sha512").update(seed).digest("hex");
  let at = 0;
  const hex = (digits: number): string => {
    const taken = `${digest}${digest}`.slice(at, at + digits);
    at = (at + digits) % digest.length;
    return taken;
  };
  return { hex, below: (limit) => parseInt(hex(8), 16) % limit };
}

const two = (value: number): string => String(value).padStart(2, "0");
const clock = ({ below }: Numbers): string => `${two(below(24))}:${two(below(60))}:${two(below(60))}`;
const day = ({ below }: Numbers): string => `2026-${two(1 + below(12))}-${two(1 + below(28))}`;

const KINDS: Readonly<Record<string, (random: Numbers) => string>> = {
  "trace id": ({ hex }) => hex(32),
  "span id": ({ hex }) => hex(16),
  traceparent: ({ hex }) => `00-${hex(32)}-${hex(16)}-01`,
  version: ({ below, hex }) => `v${below(30)}.${below(40)}.${below(20)}-rc.${below(9)}+${hex(7)}`,
  hash: ({ hex }) => `sha256:${hex(64)}`,
  commit: ({ hex }) => hex(40),
  uuid: ({ hex }) => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  price: ({ below }) => `${1 + below(9)},${String(below(1000)).padStart(3, "0")}.${two(below(100))} EUR`,
  "private address": ({ below }) =>
    [
      `10.${below(256)}.${below(256)}.${below(256)}`,
      `192.168.${below(256)}.${below(256)}`,
      `172.${16 + below(16)}.0.${below(256)}`,
    ][below(3)] ?? "",
  coordinates: ({ below }) =>
    `${below(90)}.${100000 + below(900000)},${below(180)}.${100000 + below(900000)}`,
  timestamp: (random) => `${day(random)}T${clock(random)}.${String(random.below(1e9)).padStart(9, "0")}Z`,
  "epoch in milliseconds": ({ below }) => String(1_760_000_000_000 + below(1e10)),
  "epoch in nanoseconds": ({ below }) =>
    `17${String(60 + below(40))}${String(below(1e9)).padStart(9, "0")}${String(below(1e6)).padStart(6, "0")}`,
  duration: ({ below }) => `${below(900)}.${below(1000)}ms`,
  "order number": ({ below }) => `ORD-${2020 + below(10)}-${String(below(1e6)).padStart(6, "0")}`,
  "image reference": ({ below, hex }) =>
    `registry.local/shop/web:1.${below(90)}.${below(9)}@sha256:${hex(64)}`,
  "pod name": ({ hex }) => `checkout-${hex(10)}-${hex(5)}`,
  "hardware address": ({ hex }) => Array.from({ length: 6 }, () => hex(2)).join(":"),
  route: ({ below, hex }) => `GET /api/v${1 + below(3)}/orders/${below(100000)}/items/${hex(6)}`,
};

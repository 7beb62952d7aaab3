/** Rate of a counter, summed by labels, over a window that suits the panel's width. */
export function rateBy(labels: string, counter: string): string {
  return `sum by (${labels}) (rate(${counter}[$__rate_interval]))`;
}

import type { Guidance } from "../alerting/alert";

const REQUESTS = `namespace="<namespace>",service="<service>"`;

/** The runbook of the burn alerts; the tiers differ in urgency alone. */
export const BURN_GUIDANCE: Guidance = {
  impact:
    "users of <namespace>/<service> get failures or slow answers, and the promise for the period breaks if it goes on",
  owner: "service",
  diagnosis: [
    {
      text: "Compare the bad events with all events: did failures rise, or did traffic fall?",
      query: 'slo:events_bad:rate5m{slo="<slo>"} or slo:events_total:rate5m{slo="<slo>"}',
    },
    {
      text: "Look for a rollout just before the beginning",
      command: "kubectl -n <namespace> rollout history deployment/<service>",
    },
    {
      text: "See whether the service itself fails, or something that it calls",
      query: `platform:http_error:ratio_rate5m{${REQUESTS}}`,
    },
    {
      text: "Read the traces with errors, and the log lines that they lead to, in the service's dashboard",
    },
  ],
  mitigation: [
    {
      text: "Where a rollout came just before, go back to the version before it",
      command: "kubectl -n <namespace> rollout undo deployment/<service>",
    },
    { text: "Where a dependency fails, switch to its fallback, or tell its owners" },
    {
      text: "Where load is the cause, add replicas, or shed what matters least",
      command: "kubectl -n <namespace> scale deployment/<service> --replicas=NUMBER",
    },
  ],
  verification: {
    text: "The share of bad events is back below the budget",
    query:
      'slo:events_bad:rate5m{slo="<slo>"} / slo:events_total:rate5m{slo="<slo>"}' +
      ' < on (slo) group_left () (1 - slo:objective:ratio{slo="<slo>"})',
  },
};

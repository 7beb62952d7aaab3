import type { Artifact } from "../artifact/artifact";
import { proxyCalls, proxyListeners } from "./configured/access";
import { alertmanagerCalls } from "./configured/alertmanager";
import { blackboxCalls, blackboxListeners } from "./configured/blackbox";
import { collectorCalls, collectorListeners } from "./configured/collectors";
import type { Call, Listener } from "./configured/configured";
import { elasticCalls, elasticListeners } from "./configured/elastic";
import { grafanaCalls, grafanaListeners } from "./configured/grafana";
import { jaegerCalls, jaegerListeners } from "./configured/jaeger";
import { prometheusCalls, prometheusListeners } from "./configured/prometheus";
import { thanosCalls, thanosListeners } from "./configured/thanos";

export type { Call, Listener } from "./configured/configured";

/** Every connection that a component's own configuration tells it to open; scrapes are told by monitors. */
export function configuredCalls(artifact: Artifact): readonly Call[] {
  return [
    alertmanagerCalls,
    blackboxCalls,
    collectorCalls,
    elasticCalls,
    grafanaCalls,
    jaegerCalls,
    prometheusCalls,
    proxyCalls,
    thanosCalls,
  ].flatMap((calls) => calls(artifact));
}

/** Every port that a component's own configuration opens to others than the kubelet. */
export function configuredListeners(artifact: Artifact): readonly Listener[] {
  return [
    blackboxListeners,
    collectorListeners,
    elasticListeners,
    grafanaListeners,
    jaegerListeners,
    prometheusListeners,
    proxyListeners,
    thanosListeners,
  ].flatMap((listeners) => listeners(artifact));
}

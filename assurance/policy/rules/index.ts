import type { Rule } from "../rule";
import { collectorOnEveryNodeRule } from "./qms-col-001-collector-on-every-node";
import { noExpressionsRule } from "./qms-gen-001-no-expressions";
import { readableRule } from "./qms-gen-002-readable";
import { nothingOnTopRule } from "./qms-gen-003-nothing-on-top";
import { packagedChartRule } from "./qms-gen-004-packaged-chart";
import { noKubernetesManifestRule } from "./qms-gen-005-no-kubernetes-manifest";
import { noOtherFilesRule } from "./qms-gen-006-no-other-files";
import { knownChartVersionsRule } from "./qms-gen-007-known-chart-versions";
import { propagationRule } from "./qms-ins-001-propagation";
import { levelFilterRule } from "./qms-log-001-level-filter";
import { structuredLoggingRule } from "./qms-log-002-structured-logging";
import { scrubbingRule } from "./qms-pii-001-scrubbing";
import { metricsRetentionRule } from "./qms-ret-001-metrics-retention";
import { logRetentionRule } from "./qms-ret-002-log-retention";
import { traceRetentionRule } from "./qms-ret-003-trace-retention";
import { firstNoticeRule } from "./qms-rte-001-first-notice";
import { groupingWindowRule } from "./qms-rte-002-grouping-window";
import { channelsRule } from "./qms-rte-003-channels";
import { repetitionRule } from "./qms-rte-004-repetition";
import { traceSamplingRule } from "./qms-smp-001-trace-sampling";
import { headSamplingRule } from "./qms-smp-002-head-sampling";
import { thresholdRules } from "./qms-thr-thresholds";

/** Every rule of the gate. Ids are public: none is reused, renumbered or dropped without a successor. */
export const RULES: readonly Rule[] = [
  metricsRetentionRule,
  logRetentionRule,
  traceRetentionRule,
  traceSamplingRule,
  headSamplingRule,
  propagationRule,
  collectorOnEveryNodeRule,
  ...thresholdRules,
  firstNoticeRule,
  groupingWindowRule,
  channelsRule,
  repetitionRule,
  scrubbingRule,
  levelFilterRule,
  structuredLoggingRule,
  noExpressionsRule,
  readableRule,
  nothingOnTopRule,
  packagedChartRule,
  noKubernetesManifestRule,
  noOtherFilesRule,
  knownChartVersionsRule,
];

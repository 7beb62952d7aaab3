import { type AlertCases, type Side, sided, type TestSeries } from "../alert-case";

/** Requests a minute. */
const RATE = 600;

const CHECKOUT = 'k8s_namespace_name="shop",service_name="checkout"';
const LABELS = { namespace: "shop", service: "checkout" };

/** Requests of one service, with shares of failures and of those within half a second and a second. */
export function requests({
  failed = 0,
  within500 = 1,
  within1000 = 1,
  rate = RATE,
} = {}): readonly TestSeries[] {
  const count = (code: string, share: number): TestSeries => ({
    series: `http_server_request_duration_seconds_count{${CHECKOUT},http_response_status_code="${code}"}`,
    perMinute: rate * share,
  });
  const bucket = (le: string, share: number): TestSeries => ({
    series: `http_server_request_duration_seconds_bucket{${CHECKOUT},le="${le}"}`,
    perMinute: rate * share,
  });
  return [
    count("200", 1 - failed),
    count("500", failed),
    bucket("0.1", 0.5),
    bucket("0.5", within500),
    bucket("1.0", within1000),
    bucket("2.5", 1),
    bucket("+Inf", 1),
  ];
}

/** Alerts on what users of a service feel, and on its request rate. */
export const SERVICE_CASES: AlertCases = {
  HTTPLatencyP95High: {
    fires: "once more than one request in twenty takes longer than half a second",
    input: (side) => requests({ within500: sided(0.951, 0.949)(side), within1000: 1 }),
    labels: LABELS,
  },
  HTTPLatencyP99High: {
    fires: "once more than one request in a hundred takes longer than a second",
    input: (side) => requests({ within500: 0.97, within1000: sided(0.991, 0.989)(side) }),
    labels: LABELS,
  },
  HTTPErrorRateHigh: {
    fires: "once more than one request in a hundred fails",
    input: (side) => requests({ failed: sided(0.0099, 0.0101)(side) }),
    labels: LABELS,
  },
  HTTPAvailabilityLow: {
    fires: "once the day's share of failures is above a thousandth",
    input: (side) => requests({ failed: sided(0.0009, 0.0011)(side) }),
    labels: LABELS,
    phases: [
      { side: "under", minutes: 60, then: "silent" },
      { side: "over", minutes: 120, then: "firing" },
      { side: "under", minutes: 100, then: "silent" },
    ],
  },
  RequestRateAnomaly: {
    // Steady requests have no deviation of their own; the rules then take a tenth of them as one.
    fires: "once the rate is more than two deviations off the same time of three days",
    input: (side) => requests({ rate: RATE * sided(1.19, 1.21, 1)(side) }),
    labels: LABELS,
    phases: [
      { side: "base", minutes: 75 * 60, then: "silent" },
      { side: "under", minutes: 60, then: "silent" },
      { side: "over", minutes: 60, then: "firing" },
      { side: "base", minutes: 60, then: "silent" },
    ],
  },
};

const ROLLED_OUT = (side: Side): readonly TestSeries[] => [
  ...replicaSet("checkout-1", 0, side === "base" ? 1 : 0),
  ...replicaSet(
    "checkout-2",
    sided<number | "absent">(NEW, NEW, "absent")(side),
    side === "base" ? "absent" : 1,
  ),
];

/** Minute and second of the rollout. */
const ROLLOUT_MINUTE = 80;
const NEW = ROLLOUT_MINUTE * 60;

function replicaSet(
  name: string,
  created: number | "absent",
  replicas: number | "absent",
): readonly TestSeries[] {
  const labels = `namespace="shop",replicaset="${name}"`;
  return [
    { series: `kube_replicaset_created{${labels}}`, gauge: created === 0 ? -100_000 : created },
    {
      series: `kube_replicaset_owner{${labels},owner_kind="Deployment",owner_name="checkout"}`,
      gauge: created === "absent" ? "absent" : 1,
    },
    { series: `kube_replicaset_spec_replicas{${labels}}`, gauge: replicas },
  ];
}

/** With all requests between a tenth and a quarter of a second the 95th percentile is 242.5 ms. */
function paced(side: Side): readonly TestSeries[] {
  const bucket = (le: string, share: number): TestSeries => ({
    series: `http_server_request_duration_seconds_bucket{${CHECKOUT},le="${le}"}`,
    perMinute: RATE * share,
  });
  return [
    {
      series: `http_server_request_duration_seconds_count{${CHECKOUT},http_response_status_code="200"}`,
      perMinute: RATE,
    },
    bucket("0.1", 0),
    bucket("0.25", sided(0.9405, 0.92, 1)(side)),
    bucket("0.5", 1),
    bucket("+Inf", 1),
  ];
}

/** Two versions side by side, the new one with a tenth of the requests. */
function versions(slow: number, failed: number): readonly TestSeries[] {
  return (
    [
      ["checkout-5d9f8-x7k2p", 0.9, 0.03, 0.03],
      ["checkout-6c4b7-q9w8e", 0.1, slow, failed],
    ] as const
  ).flatMap(([pod, share, slowShare, failedShare]) => {
    const labels = `${CHECKOUT},k8s_pod_name="${pod}"`;
    const total = RATE * share;
    return [
      {
        series: `http_server_request_duration_seconds_count{${labels},http_response_status_code="200"}`,
        perMinute: total * (1 - failedShare),
      },
      {
        series: `http_server_request_duration_seconds_count{${labels},http_response_status_code="500"}`,
        perMinute: total * failedShare,
      },
      {
        series: `http_server_request_duration_seconds_bucket{${labels},le="0.5"}`,
        perMinute: total * (1 - slowShare),
      },
      { series: `http_server_request_duration_seconds_bucket{${labels},le="+Inf"}`, perMinute: total },
    ];
  });
}

/** Alerts on rollouts and versions. */
export const ROLLOUT_CASES: AlertCases = {
  RolloutLatencyRegression: {
    fires: "once the 95th percentile is more than a quarter above the one before the rollout",
    input: (side) => [...paced(side), ...ROLLED_OUT(side)],
    labels: LABELS,
    phases: [
      { side: "base", minutes: ROLLOUT_MINUTE, then: "silent" },
      { side: "under", minutes: 40, then: "silent" },
      { side: "over", minutes: 40, then: "firing" },
      { side: "base", minutes: 60, then: "silent" },
    ],
  },
  CanaryLatencyRegression: {
    fires: "once slow requests of a version are four standard errors above those of the other",
    input: (side) => versions(sided(0.059, 0.0625)(side), 0.03),
    labels: { ...LABELS, revision: "checkout-6c4b7" },
  },
  CanaryErrorRegression: {
    fires: "once failures of a version are four standard errors above those of the other",
    input: (side) => versions(0.03, sided(0.059, 0.0625)(side)),
    labels: { ...LABELS, revision: "checkout-6c4b7" },
  },
  DeploymentRollout: {
    fires: "for a quarter of an hour after a rollout",
    input: ROLLED_OUT,
    labels: LABELS,
    phases: [
      { side: "base", minutes: ROLLOUT_MINUTE, then: "silent" },
      { side: "over", minutes: 15, then: "firing" },
      { side: "over", minutes: 2, then: "silent" },
    ],
  },
};

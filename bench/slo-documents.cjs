// Service documents as teams write them: three objectives each, of all kinds in turn.
const KINDS = [
  (index) => `  - { name: availability-${index}, indicator: availability, target: 0.9995 }`,
  (index) => `  - { name: latency-${index}, indicator: latency, withinSeconds: 0.25, target: 0.99 }`,
  (index) =>
    `  - { name: jobs-${index}, indicator: ratio, bad: 'jobs_total{state="lost"}', total: jobs_total, target: 0.999 }`,
];

exports.documents = (objectives, each = 3) =>
  Array.from({ length: objectives / each }, (_, service) =>
    [
      "apiVersion: qms-observability/v1",
      "kind: Service",
      `name: service-${service}`,
      `namespace: team-${service % 40}`,
      `owner: team-${service % 40}`,
      "criticality: medium",
      "languages: [java]",
      "metrics: [jobs_total]",
      "objectives:",
      ...Array.from({ length: each }, (_, index) => KINDS[index % KINDS.length](index)),
      "",
    ].join("\n"),
  );

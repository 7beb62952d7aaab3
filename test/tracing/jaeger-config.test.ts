import { jaegerConfig, jaegerUiConfig } from "../../constructs/tracing/jaeger-config";

const STORAGE = { url: "https://es.example.org:9200", replicas: 3 };
const METRICS = { url: "http://prometheus.example.org:9090" };

describe("jaegerConfig", () => {
  it("takes traces by OTLP only from senders with a certificate", () => {
    expect(jaegerConfig({})).toMatchObject({
      receivers: {
        otlp: {
          protocols: {
            grpc: {
              endpoint: "0.0.0.0:4317",
              tls: {
                cert_file: "/etc/jaeger/tls/tls.crt",
                key_file: "/etc/jaeger/tls/tls.key",
                client_ca_file: "/etc/jaeger/tls/ca.crt",
              },
            },
          },
        },
      },
    });
  });

  it("keeps spans in an index a day, in as many copies as told, with the keys of 2.19", () => {
    const daily = { date_layout: "2006-01-02", rollover_frequency: "day", shards: 1, replicas: 3 };
    expect(jaegerConfig({ storage: STORAGE })).toMatchObject({
      extensions: {
        jaeger_storage: {
          backends: {
            elasticsearch: {
              elasticsearch: {
                server_urls: ["https://es.example.org:9200"],
                auth: {
                  basic: {
                    username: "${env:ES_USERNAME}",
                    password_file: "/etc/jaeger/elasticsearch-user/password",
                  },
                },
                tls: { ca_file: "/etc/jaeger/elasticsearch-ca/ca.crt" },
                indices: { spans: daily, services: daily, dependencies: daily, sampling: daily },
              },
            },
          },
        },
      },
    });
  });

  it("makes no traces of its own requests, which it would send to a port that refuses them", () => {
    expect(jaegerConfig({})).toMatchObject({ extensions: { jaeger_query: { enable_tracing: false } } });
  });

  it("asks for the names that the gateway gives to what it derives from spans", () => {
    const { extensions } = jaegerConfig({ storage: STORAGE, metrics: METRICS });
    expect(extensions).toMatchObject({
      jaeger_query: { storage: { traces: "elasticsearch", metrics: "prometheus" } },
      jaeger_storage: {
        metric_backends: {
          prometheus: {
            prometheus: {
              endpoint: "http://prometheus.example.org:9090",
              metric_namespace: "traces_span_metrics",
              latency_unit: "s",
              normalize_calls: true,
              normalize_duration: true,
            },
          },
        },
      },
    });
    expect(JSON.stringify(extensions)).not.toContain("metrics-ca");
  });

  it("verifies a Prometheus that speaks TLS", () => {
    expect(JSON.stringify(jaegerConfig({ metrics: { url: "https://prometheus.example.org" } }))).toContain(
      '"tls":{"ca_file":"/etc/jaeger/metrics-ca/ca.crt"}',
    );
  });

  it("answers probes and scrapes where the chart expects it", () => {
    expect(jaegerConfig({})).toMatchObject({
      extensions: { healthcheckv2: { use_v2: true, http: { endpoint: "0.0.0.0:13133" } } },
      service: {
        extensions: ["jaeger_storage", "jaeger_query", "healthcheckv2"],
        telemetry: {
          metrics: {
            readers: [{ pull: { exporter: { prometheus: { port: 8888, without_type_suffix: false } } } }],
          },
        },
      },
    });
  });
});

describe("jaegerUiConfig", () => {
  it("shows service performance only where there are metrics", () => {
    expect(jaegerUiConfig({})).toMatchObject({ monitor: { menuEnabled: false } });
    expect(jaegerUiConfig({ metrics: METRICS })).toMatchObject({ monitor: { menuEnabled: true } });
  });
});

import type { HelmValue, HelmValues } from "../core/helm-values";
import type { Image } from "../core/images";
import type { Manifest } from "../core/manifest-bundle";
import { relaxed } from "../security/relaxation";

export const SINK_NAME = "notification-sink";

/** Ports of the Service; `mailbox` shows the mail that was taken. */
export const SINK_PORTS = { http: 8080, smtp: 1025, mailbox: 8025 } as const;

/** Images of the sink. */
export const SINK_IMAGES = {
  http: { registry: "docker.io", repository: "nginxinc/nginx-unprivileged", tag: "1.29.4-alpine" },
  mail: { registry: "docker.io", repository: "axllent/mailpit", tag: "v1.22.3" },
} as const satisfies Readonly<Record<string, Image>>;

/** Labels of its pods. */
export const SINK_LABELS = {
  "app.kubernetes.io/name": SINK_NAME,
  "app.kubernetes.io/part-of": "qms-observability",
};

const NOBODY_IS_TOLD = {
  prop: "receivers",
  effect: "alerts reach nobody, and go to their sink in clear text",
};

/**
 * nginx sees a request's body only when it passes it on, hence the second server. Slack's notifier takes an answer in
 * plain text as success only if it is `ok`, without a line break.
 */
const NGINX_CONFIGURATION = `pid /tmp/nginx.pid;
events {}
http {
  client_body_temp_path /tmp/client;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  client_body_buffer_size 1m;
  client_max_body_size 1m;
  log_format notification escape=json '{"time":"$time_iso8601","path":"$request_uri","body":"$request_body"}';
  server {
    listen ${SINK_PORTS.http};
    access_log /dev/stdout notification;
    location / { proxy_pass http://127.0.0.1:8081; }
    location = /healthz { access_log off; default_type text/plain; return 200 "ok"; }
  }
  server {
    listen 127.0.0.1:8081;
    access_log off;
    default_type text/plain;
    location / { return 200 "ok"; }
  }
}
`;

/** The sink's objects, by their names in a bundle; the images are whole references. */
export function sinkManifests(
  namespace: string,
  images: Readonly<Record<keyof typeof SINK_IMAGES, string>>,
): Readonly<Record<string, Manifest>> {
  const metadata = { name: SINK_NAME, namespace, labels: SINK_LABELS };
  return {
    [`configmap-${SINK_NAME}`]: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: { "nginx.conf": NGINX_CONFIGURATION },
    },
    [`deployment-${SINK_NAME}`]: relaxed(
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata,
        spec: {
          replicas: 1,
          selector: { matchLabels: SINK_LABELS },
          template: { metadata: { labels: SINK_LABELS }, spec: pod(images.http, images.mail) },
        },
      },
      NOBODY_IS_TOLD,
    ),
    [`service-${SINK_NAME}`]: {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: {
        selector: SINK_LABELS,
        ports: Object.entries(SINK_PORTS).map(([name, port]) => ({ name, port, targetPort: name })),
      },
    },
  };
}

function pod(httpImage: string, mailImage: string): HelmValues {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      // The user of the nginx image; mailpit runs as any.
      runAsUser: 101,
      runAsGroup: 101,
      fsGroup: 101,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "http",
        image: httpImage,
        ports: [containerPort("http")],
        readinessProbe: { httpGet: { path: "/healthz", port: "http" } },
        ...SMALL_AND_RESTRICTED,
        volumeMounts: [
          TMP,
          {
            name: "configuration",
            mountPath: "/etc/nginx/nginx.conf",
            subPath: "nginx.conf",
            readOnly: true,
          },
        ],
      },
      {
        name: "mail",
        image: mailImage,
        ports: [containerPort("smtp"), containerPort("mailbox")],
        readinessProbe: { httpGet: { path: "/readyz", port: "mailbox" } },
        ...SMALL_AND_RESTRICTED,
        volumeMounts: [TMP],
      },
    ],
    volumes: [
      { name: "configuration", configMap: { name: SINK_NAME } },
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
    ],
  };
}

const TMP: HelmValue = { name: "tmp", mountPath: "/tmp" };

const SMALL_AND_RESTRICTED: HelmValues = {
  resources: { requests: { cpu: "5m", memory: "24Mi" }, limits: { memory: "64Mi" } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  },
};

function containerPort(name: keyof typeof SINK_PORTS): HelmValue {
  return { name, containerPort: SINK_PORTS[name] };
}

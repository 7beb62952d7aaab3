import type { JsonObject } from "../../assurance/artifact/json";
import { yamlContent } from "../../assurance/artifact/native/native-configuration";
import { distinctNative, withFiles } from "../support/native-files";
import { runTool } from "../support/tools";
import { validatable } from "./collector-stand-ins";

/** What the chart, and our values, set in the container. */
const VARIABLES = {
  MY_POD_IP: "127.0.0.1",
  OTEL_K8S_NAMESPACE: "observability",
  OTEL_K8S_POD_NAME: "otel-agent-x7k2p",
  OTEL_K8S_NODE_IP: "127.0.0.1",
  OTEL_K8S_NODE_NAME: "node-1",
  ES_USER: "collector",
  ES_PASSWORD: "secret",
};

const CHANGES: Readonly<Record<string, readonly string[]>> = {
  "otel-agent": [
    "receivers kubelet_stats: reads the files of a pod's service account",
    "extensions file_storage/offsets: makes its folders",
    "extensions file_storage/queue: makes its folders",
  ],
  "otel-gateway": ["extensions file_storage/queue: makes its folders"],
  "otel-cluster": [
    "receivers k8s_events: is not published as a Go module of this version",
    "extensions file_storage/queue: makes its folders",
  ],
};

const FILES = distinctNative("collectors").map(
  (file) => [`${file.fileName} of ${file.environments.join(", ")}`, file] as const,
);

describe.each(FILES)("%s", (_title, file) => {
  it("is accepted by the collector: components, keys, statements, expressions and pipelines", () => {
    withFiles({}, (folder) => {
      const { config, changes } = validatable(file.data as JsonObject, folder);
      expect(changes).toEqual(CHANGES[file.name]);
      const said = withFiles({ "config.yaml": yamlContent(config) }, (beside) => {
        const { status, stdout, stderr } = runTool(
          "otelcol",
          ["validate", `--config=${beside}/config.yaml`],
          VARIABLES,
        );
        return { status, said: status === 0 ? "" : stdout + stderr };
      });
      expect(said).toEqual({ status: 0, said: "" });
    });
  });
});

afterAll(() => {
  const lines = Object.entries(CHANGES).flatMap(([name, changes]) =>
    changes.map((change) => `  ${name}: ${change}`),
  );
  process.stdout.write(`Validated with these changes:\n${lines.join("\n")}\n`);
});

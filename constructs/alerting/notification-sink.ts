import { Construct } from "constructs";
import { ManifestBundle } from "../core/manifest-bundle";
import { imageReference } from "../core/images";
import { TIMEOUT_SECONDS } from "../core/release-settings";
import type { Workload } from "../security/workload";
import type { SinkAddress } from "./delivery";
import {
  SINK_IMAGES,
  SINK_LABELS,
  SINK_NAME,
  SINK_PORTS,
  sinkManifests,
} from "./notification-sink-manifests";

export interface NotificationSinkProps {
  readonly namespace: string;
}

/**
 * Stands in for PagerDuty, Slack and a mail server in clusters that nobody is on call for. HTTP calls are written to
 * the log of container `http`; mail is kept in memory and shown on port 8025.
 */
export class NotificationSink extends Construct {
  public readonly address: SinkAddress;
  /** Its pods. */
  public readonly workload: Workload;
  private readonly bundle: ManifestBundle;

  public constructor(scope: Construct, id: string, props: NotificationSinkProps) {
    super(scope, id);
    const { namespace } = props;
    this.workload = { name: SINK_NAME, namespace, podLabels: SINK_LABELS };
    this.address = {
      host: `${SINK_NAME}.${namespace}.svc`,
      httpPort: SINK_PORTS.http,
      smtpPort: SINK_PORTS.smtp,
    };
    this.bundle = new ManifestBundle(this, "manifests", {
      namespace,
      releaseName: SINK_NAME,
      timeoutSeconds: TIMEOUT_SECONDS.pods,
      manifests: sinkManifests(namespace, {
        http: imageReference(this, SINK_IMAGES.http),
        mail: imageReference(this, SINK_IMAGES.mail),
      }),
    });
  }
  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.bundle.dependsOn(...others);
  }
}

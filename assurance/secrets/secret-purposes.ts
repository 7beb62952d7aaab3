import type { SecretReference } from "./secret-reference";

/** Where the value of a key comes from. */
export type Origin =
  /** It is always the same and no secret. */
  | "fixed"
  /** Nobody outside the cluster has to know it: a random text will do. */
  | "random"
  /** Somebody else gives it out. */
  | "outside";

/** What a key is for, and how to come by it. */
export interface Purpose {
  /** A few words. */
  readonly what: string;
  readonly origin: Origin;
  /** Of a fixed one. */
  readonly value?: string;
  /** One sentence for whoever has to make it. */
  readonly how: string;
}

interface KnownPurpose {
  /** Matches how a key is read: a variable, a setting or a property of values. */
  readonly use: RegExp;
  readonly purpose: Purpose;
}

const RANDOM = "any random text; `qms secrets --apply` makes one";

/** The purposes that this version knows, by how a key is read and never by the name of the Secret, which is free. */
const PURPOSES: readonly KnownPurpose[] = [
  {
    use: /^userKey$/,
    purpose: {
      what: "name of Grafana's administrator",
      origin: "fixed",
      value: "admin",
      how: "any name; `qms secrets --apply` writes admin",
    },
  },
  {
    use: /^passwordKey$/,
    purpose: { what: "password of Grafana's administrator", origin: "random", how: RANDOM },
  },
  {
    use: /^GF_SECURITY_SECRET_KEY$/,
    purpose: {
      what: "key that encrypts what Grafana stores",
      origin: "random",
      how: `${RANDOM}; keep it, because a new one makes stored passwords unreadable`,
    },
  },
  {
    use: /^GF_DATABASE_PASSWORD$/,
    purpose: {
      what: "password of Grafana's PostgreSQL user",
      origin: "outside",
      how: "from whoever runs the PostgreSQL",
    },
  },
  {
    use: /^ca_cert_path$/,
    purpose: {
      what: "certificate of the CA that signed the PostgreSQL's certificate",
      origin: "outside",
      how: "from whoever runs the PostgreSQL",
    },
  },
  {
    use: /^routing_key_file$/,
    purpose: {
      what: "PagerDuty integration key",
      origin: "outside",
      how: "PagerDuty: the service's Integrations tab, an integration of type Events API v2",
    },
  },
  {
    use: /^(slack_)?api_url_file$/,
    purpose: {
      what: "Slack webhook",
      origin: "outside",
      how: "Slack: the app's Incoming Webhooks page, one webhook for the channel",
    },
  },
  {
    use: /^(smtp_)?auth_password_file$/,
    purpose: {
      what: "password at the mail server",
      origin: "outside",
      how: "from whoever runs the mail server",
    },
  },
  {
    use: /^url_file$/,
    purpose: {
      what: "address of the heartbeat's service",
      origin: "outside",
      how: "from the service that is to notice when alerting stays silent (a dead man's switch)",
    },
  },
  {
    use: /COOKIE_SECRET$/,
    purpose: {
      what: "key that encrypts sessions of the authenticating proxy",
      origin: "random",
      how: `${RANDOM} of 32 characters`,
    },
  },
  {
    use: /^PII_PSEUDONYM_KEY$/,
    purpose: {
      what: "key that sensitive values become pseudonyms by",
      origin: "random",
      how: `${RANDOM} of 32 characters; keep it, because a new one makes new pseudonyms`,
    },
  },
  {
    use: /CLIENT_(ID|SECRET)$|^client(Id|Secret)$/,
    purpose: {
      what: "registration at the identity provider",
      origin: "outside",
      how: "from whoever runs the identity provider",
    },
  },
  {
    use: /^tls_client_ca$/,
    purpose: {
      what: "certificate of the authority that signed the identity provider's",
      origin: "outside",
      how: "from whoever runs the identity provider",
    },
  },
  {
    use: /^certificate tls\.(crt|key)$/,
    purpose: {
      what: "certificate of the published host",
      origin: "outside",
      how: "from the CA of the host; or name an issuer of cert-manager in the environment",
    },
  },
];

const IMAGE_REGISTRY: Purpose = {
  what: "credentials of the image registry",
  origin: "outside",
  how: "`kubectl create secret docker-registry` makes it from the registry's account",
};

/** What a key is for, by everything that reads it; nothing where this version does not know. */
export function purposeOf(references: readonly SecretReference[]): Purpose | undefined {
  if (references.some(({ type }) => type === "kubernetes.io/dockerconfigjson")) return IMAGE_REGISTRY;
  const uses = references.flatMap(({ use }) => use ?? []);
  return PURPOSES.find(({ use }) => uses.some((text) => use.test(text)))?.purpose;
}

/** What is said of a key that this version does not know. */
export const UNKNOWN: Purpose = {
  what: "not known to this version",
  origin: "outside",
  how: "from whoever added the values that name it",
};

/** What the keys of an Elasticsearch user's Secret are for. */
export function userPurposes(user: {
  readonly username: string;
  readonly roles: string | undefined;
}): Readonly<Record<string, Purpose>> {
  const { username, roles } = user;
  return {
    username: {
      what: "name of a user of Elasticsearch",
      origin: "fixed",
      value: username,
      how: "`qms secrets --apply` writes it",
    },
    password: { what: "password of a user of Elasticsearch", origin: "random", how: RANDOM },
    roles:
      roles === undefined
        ? {
            what: "roles of the user, separated by commas",
            origin: "outside",
            how: "from whoever added the user",
          }
        : {
            what: "roles of the user, separated by commas",
            origin: "fixed",
            value: roles,
            how: "`qms secrets --apply` writes it",
          },
  };
}

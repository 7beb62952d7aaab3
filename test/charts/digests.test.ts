import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../assurance";
import { locatedTexts } from "../../assurance/artifact/json";
import { publishedReference } from "../../constructs/core/images";
import { imageUses } from "../../scripts/pinned-images";
import { production } from "../../stacks/environments/production";
import { MandatedApp } from "../../stacks/mandated-app";
import { ObservabilityStack } from "../../stacks/observability-stack";
import { type RenderedRelease, renderEnvironment } from "../support/chart-rendering";
import { objectsOf } from "../support/rendered";

/** A digest for every image, made up: none is known without a registry. */
const digestOf = (reference: string): string =>
  `sha256:${createHash("sha256").update(reference).digest("hex")}`;

jest.mock("../../constructs/core/image-digests", () => ({
  tryDigestOf: (reference: string) => digestOf(reference),
}));

let work: string;
let releases: readonly RenderedRelease[];

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "qms-digests-"));
  const app = new MandatedApp({ outdir: join(work, "cdktf.out") });
  new ObservabilityStack(app, production);
  app.synth();
  releases = renderEnvironment(production.name, join(work, "cdktf.out/stacks", production.name), work);
}, 300_000);

afterAll(() => {
  rmSync(work, { recursive: true });
});

/** References of pinned images in any text of the rendered objects, with what stands behind them. */
function references(): readonly (readonly [reference: string, digest: string | undefined])[] {
  const known = imageUses().map(({ image }) => publishedReference(image));
  const longestFirst = [...new Set(known)].sort((one, other) => other.length - one.length);
  const texts = releases
    .flatMap(objectsOf)
    .filter(({ kind }: JsonObject) => kind !== "CustomResourceDefinition")
    .flatMap((object) => locatedTexts(object, "").map(({ text }) => text));
  return texts.flatMap((text) => {
    const reference = longestFirst.find((one) => text.includes(one));
    if (reference === undefined) return [];
    return [[reference, /@(sha256:[0-9a-f]{64})$/.exec(text)?.[1]] as const];
  });
}

describe("where the digests of images are known", () => {
  it("everything still renders", () => {
    expect(releases.flatMap(({ name, failure }) => (failure === undefined ? [] : [name, failure]))).toEqual(
      [],
    );
  });

  it("tag and digest are in every reference but those that the chart leaves no place for", () => {
    const placeless = imageUses()
      .filter(({ takesDigest }) => !takesDigest)
      .map(({ image }) => publishedReference(image));
    const found = references();
    expect(found.length).toBeGreaterThan(40);
    const bare = found.filter(([reference, digest]) => digest !== digestOf(reference));
    expect(new Set(bare.map(([reference]) => reference))).toEqual(new Set(placeless));
  });

  it("every container runs a listed image", () => {
    const listed = new Set(imageUses().map(({ image }) => publishedReference(image)));
    const run = releases
      .flatMap(objectsOf)
      .filter(({ kind }) => kind !== "CustomResourceDefinition")
      .flatMap((object) =>
        locatedTexts(object, "").filter(({ path, text }) => /(^|\.)image$/.test(path) && text.includes("/")),
      )
      .map(({ text }) => text.replace(/@sha256:.*$/, ""));
    expect(run.filter((reference) => !listed.has(reference))).toEqual([]);
  });

  it("no label holds a digest", () => {
    const labels = releases
      .flatMap(objectsOf)
      .flatMap((object) => locatedTexts(object, "").filter(({ path }) => /[lL]abels?\./.test(path)));
    expect(labels.filter(({ text }) => text.includes("sha256"))).toEqual([]);
  });
});

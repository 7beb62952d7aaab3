import { distinctNative, withFiles } from "../support/native-files";
import { runTool } from "../support/tools";

const FILES = distinctNative("jaeger").map(
  (file) => [`${file.fileName} of ${file.environments.join(", ")}`, file] as const,
);

describe.each(FILES)("%s", (_title, file) => {
  it("is accepted by Jaeger", () => {
    const { status, stdout, stderr } = withFiles({ [file.fileName]: file.content }, (folder) =>
      runTool("jaeger", ["validate", `--config=file:${folder}/${file.fileName}`], { ES_USERNAME: "jaeger" }),
    );
    expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
  });
});

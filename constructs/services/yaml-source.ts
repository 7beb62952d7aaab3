import { type Document, isCollection, isScalar, LineCounter, type Node, parseAllDocuments } from "yaml";
import { ConfigurationError, type Problem } from "../../mandate";
import { type DocumentPath, writtenPath } from "../core/document-problems";

/** One document of a YAML file, with the places of its parts. */
export interface YamlSource {
  readonly value: unknown;
  /** File, line, column and path of a part, as messages name it; of its nearest ancestor where it is missing. */
  readonly where: (path: DocumentPath) => string;
}

/**
 * The documents of a YAML text.
 * @throws ConfigurationError with every place that is no YAML, by line and column
 */
export function yamlSources(text: string, file: string): readonly YamlSource[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const parsed = Array.isArray(documents) ? (documents as readonly Document.Parsed[]) : [];
  const problems = parsed.flatMap(({ errors }) =>
    errors.map(({ message, pos: [offset] }): Problem => {
      const { line, col } = lines.linePos(offset);
      return { where: `${file}:${line}:${col}`, what: `this is no YAML: ${message}` };
    }),
  );
  if (problems.length > 0) throw new ConfigurationError(`${file} cannot be read`, problems);
  return parsed.map((document) => ({
    value: document.toJS() as unknown,
    where: (path) => {
      const { line, col } = lines.linePos(nodeAt(document.contents, path)?.range?.[0] ?? 0);
      return [`${file}:${line}:${col}`, writtenPath(path)].filter((part) => part !== "").join(": ");
    },
  }));
}

function nodeAt(node: Node | null, [key, ...rest]: DocumentPath): Node | null {
  if (key === undefined || !isCollection(node)) return node;
  const below: unknown = node.get(key, true);
  if (isCollection(below) || isScalar(below)) return nodeAt(below, rest);
  return node;
}

import type { HelmValue, HelmValues } from "../core/helm-values";
import type { Panel } from "./panel";

/** Panels under one heading. */
export interface Section {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A dashboard, before it is Grafana's JSON. */
export interface Dashboard {
  /** Fixed and public: links, bookmarks and alerts lead to it. At most 40 characters. */
  readonly uid: string;
  readonly title: string;
  /** For whom it is, and what it answers. */
  readonly description: string;
  readonly tags: readonly string[];
  readonly variables: readonly HelmValues[];
  readonly sections: readonly Section[];
}

const COLUMNS = 24;

/** Grafana's JSON of a dashboard. */
export function dashboardJson(dashboard: Dashboard): HelmValues {
  const { uid, title, description, tags, variables, sections } = dashboard;
  return {
    uid,
    title,
    description,
    tags: ["qms-observability", ...tags],
    schemaVersion: 41,
    editable: false,
    graphTooltip: 1,
    refresh: "1m",
    time: { from: "now-6h", to: "now" },
    timezone: "browser",
    templating: { list: [...variables] },
    panels: placed(sections),
  };
}

/** Puts panels from left to right, and below where a line is full. */
function placed(sections: readonly Section[]): readonly HelmValue[] {
  const panels: HelmValue[] = [];
  let top = 0;
  for (const section of sections) {
    panels.push({
      ...{ id: panels.length + 1, type: "row", title: section.title, collapsed: false, panels: [] },
      gridPos: { x: 0, y: top, w: COLUMNS, h: 1 },
    });
    top += 1;
    for (const line of lines(section.panels)) {
      let left = 0;
      for (const { width, height, json } of line) {
        panels.push({ id: panels.length + 1, ...json, gridPos: { x: left, y: top, w: width, h: height } });
        left += width;
      }
      top += Math.max(...line.map(({ height }) => height));
    }
  }
  return panels;
}

function lines(panels: readonly Panel[]): readonly (readonly Panel[])[] {
  const full: Panel[][] = [];
  let room = 0;
  for (const panel of panels) {
    if (panel.width > room) {
      full.push([]);
      room = COLUMNS;
    }
    full.at(-1)?.push(panel);
    room -= panel.width;
  }
  return full;
}

/// <reference lib="dom" />
/** The pages in a real browser: they open, step, come in both colour schemes, and load nothing. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RUN_RENDERERS } from "../cli/report-formats.ts";
import { FAULTY_ENGINES } from "../impl/faulty/all.ts";
import { renderReplayPage, renderRunPage } from "../reports/html/page.ts";
import type { RunReport } from "../reports/run-report.ts";
import { FINDINGS } from "../scripts/findings-table.ts";
import { pageFiles } from "../scripts/pages.ts";
import { ALL, made } from "./hostile.ts";
import { brokenReplay, PROGRAM, rightReplay, runReport } from "./report-fixture.ts";

/** Debian's; `.ci/run` installs it where it is missing. */
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const isThere = existsSync(CHROMIUM);
if (!isThere) console.warn(`No browser at ${CHROMIUM}: the tests of the pages in it are skipped.`);

interface Opened {
  readonly page: Page;
  /** What the console and the network were told of. */
  readonly noise: string[];
}

describe.skipIf(!isThere)("in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "durable-conformance-"));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function open(html: string, colorScheme: "light" | "dark", hash = ""): Promise<Opened> {
    const file = join(folder, "page.html");
    writeFileSync(file, html);
    const page = await browser.newPage({ colorScheme, viewport: { width: 1180, height: 900 } });
    const noise: string[] = [];
    const own = pathToFileURL(file).href;
    page.on("console", (message) => noise.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(own)) noise.push(`request: ${request.url()}`);
    });
    await page.goto(`${own}${hash}`);
    return { page, noise };
  }

  /** Steps to the end of each timeline with keys, and back by one. */
  async function stepThrough(opened: Opened, least = 3): Promise<void> {
    const sections = await opened.page.locator("section.finding").all();
    expect(sections.length).toBeGreaterThan(0);
    for (const section of sections) await stepThroughOne(opened, section, least);
    expect(opened.noise).toEqual([]);
  }

  async function stepThroughOne({ page }: Opened, section: Locator, least: number): Promise<void> {
    await section.locator(".scroll").focus();
    const rows = section.locator("tr[data-op]");
    const count = await rows.count();
    expect(count).toBeGreaterThanOrEqual(least);
    for (let at = 0; at < count; at += 1) {
      await page.keyboard.press("ArrowRight");
      expect(await rows.nth(at).getAttribute("aria-current")).toBe("true");
    }
    await page.keyboard.press("ArrowRight");
    expect(await rows.nth(count - 1).getAttribute("aria-current")).toBe("true");
    await page.keyboard.press("ArrowLeft");
    expect(await rows.nth(count - 2).getAttribute("aria-current")).toBe("true");
    expect(await section.locator("tr.current").count()).toBe(1);
    expect(page.url()).toMatch(/#[A-Za-z0-9-]+\/op\/\d+$/);
  }

  test("both colour schemes have their own ground, and text that stands out from it", async () => {
    const grounds = [];
    for (const scheme of ["light", "dark"] as const) {
      const { page, noise } = await open(renderRunPage(runReport, PROGRAM), scheme);
      grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      expect(await contrasts(page)).toEqual([]);
      expect(noise).toEqual([]);
      await page.close();
    }
    expect(new Set(grounds).size).toBe(2);
  });

  test.each(["light", "dark"] as const)("keys step through a run's page (%s)", async (scheme) => {
    const opened = await open(renderRunPage(runReport, PROGRAM), scheme);
    await stepThrough(opened);
    await opened.page.close();
  });

  test("an anchor leads to its event; what it says is told", async () => {
    const hash = "#interruption-reaches-handler/op/9";
    const { page, noise } = await open(renderReplayPage(brokenReplay, PROGRAM), "light", hash);
    expect(await page.locator("tr.current").getAttribute("data-op")).toBe("9");
    expect(await page.locator("p.current").textContent()).toContain("op 9: ask strategy of charge");
    await page.locator("svg.columns [data-op='5'] rect").first().click();
    expect(await page.locator("tr.current").getAttribute("data-op")).toBe("5");
    expect(page.url()).toContain("/op/5");
    expect(noise).toEqual([]);
    await page.close();
  });

  test("the first divergence is in view, named, and marked by more than colour", async () => {
    const { page } = await open(renderReplayPage(brokenReplay, PROGRAM), "light");
    const wrong = page.locator("svg rect.wrong");
    const box = await wrong.boundingBox();
    const pane = await page.locator(".scroll").boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(pane?.x ?? 0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(
      (pane?.x ?? 0) + (pane?.width ?? 0),
    );
    expect(await page.locator("svg .diverges-label").textContent()).toBe("first divergence");
    expect(await page.locator("tr.first .mark").textContent()).toBe("first divergence");
    await page.close();
  });

  test("a replay in which nothing breaks has its timeline too", async () => {
    const opened = await open(renderReplayPage(rightReplay, PROGRAM), "dark");
    expect(await opened.page.locator("svg rect.wrong").count()).toBe(0);
    await stepThrough(opened);
    await opened.page.close();
  });

  test("a narrow screen scrolls the timeline and not the page", async () => {
    const findings = runReport.findings.map((finding) => {
      const long = "x".repeat(300);
      const counterexample = { ...finding.counterexample, found: long, expected: long };
      return { ...finding, counterexample };
    });
    const { page } = await open(renderRunPage({ ...runReport, findings }, PROGRAM), "light");
    await page.setViewportSize({ width: 390, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    await page.close();
  });

  test("hostile texts stay texts", async () => {
    const hostile = made(runReport, ALL) as RunReport;
    const { page, noise } = await open(RUN_RENDERERS.html(hostile), "light");
    page.on("dialog", (dialog) => noise.push(`dialog: ${dialog.message()}`));
    const strange = "img, b, main a[href*='javascript:'], main a[href^='http'], main script";
    expect(await page.locator(strange).count()).toBe(0);
    expect(await page.locator("h1").textContent()).toContain("<img src=x onerror=alert(1)>");
    await page.keyboard.press("ArrowRight");
    expect(noise).toEqual([]);
    const failures = await page.evaluate((xml) => {
      const parsed = new DOMParser().parseFromString(xml, "application/xml");
      const errors = parsed.querySelectorAll("parsererror").length;
      return { errors, failures: parsed.querySelectorAll("testcase > failure").length };
    }, RUN_RENDERERS.junit(hostile));
    expect(failures).toEqual({ errors: 0, failures: 3 });
    await page.close();
  });

  /** Their cases have no operation: a start, and the input. */
  const SHORT: readonly string[] = [
    "findings/input-lost-when-first-page-is-empty.html",
    "faulty/input-of-the-first-page.html",
  ];
  const files = pageFiles("pages");
  const pages = files.filter(({ path }) => /^(findings|faulty)\//.test(path));

  test("each finding and each engine that is wrong on purpose has a page", () => {
    const names = (of: string) =>
      pages.flatMap(({ path }) => {
        const [folder, name] = path.split("/");
        return folder === of ? [name?.replace(/\.html$/, "")] : [];
      });
    expect(names("findings")).toEqual(FINDINGS);
    expect(names("faulty")).toEqual(FAULTY_ENGINES.map(({ name }) => name));
  });

  test.each(pages)("the page $path", async ({ path, render }) => {
    const opened = await open(await render(), "light");
    expect(await contrasts(opened.page)).toEqual([]);
    await opened.page.emulateMedia({ colorScheme: "dark" });
    expect(await contrasts(opened.page)).toEqual([]);
    await stepThrough(opened, SHORT.includes(path) ? 2 : 3);
    await opened.page.close();
  });

  test("the index leads to each of them", async () => {
    const index = files.find(({ path }) => path === "index.html");
    const { page, noise } = await open((await index?.render()) ?? "", "light");
    const links = await page.locator("main a").evaluateAll((all) => {
      return all.map((each) => each.getAttribute("href"));
    });
    expect(links).toEqual(pages.map(({ path }) => path));
    expect(await contrasts(page)).toEqual([]);
    expect(noise).toEqual([]);
    await page.close();
  });
});

/** The texts of the page whose contrast with what is behind them is under 4.5 to 1 (WCAG AA). */
function contrasts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const parse = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = ([r = 0, g = 0, b = 0]: readonly number[]) => {
      const linear = [r, g, b].map((value) => {
        const part = value / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
    };
    const ratio = (left: readonly number[], right: readonly number[]) => {
      const [high, low] = [luminance(left), luminance(right)].toSorted((a, b) => b - a);
      return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
    };
    const ground = (element: Element): readonly number[] => {
      for (let each: Element | null = element; each !== null; each = each.parentElement) {
        const color = parse(getComputedStyle(each).backgroundColor);
        if (color.length === 3 || (color[3] ?? 0) > 0.5) return color;
      }
      return [255, 255, 255];
    };
    const wrong: string[] = [];
    const check = (element: Element, color: string, behind: readonly number[]) => {
      const found = ratio(parse(color), behind);
      if (found < 4.5) wrong.push(`${element.textContent?.slice(0, 30)}: ${found.toFixed(1)}`);
    };
    for (const element of document.querySelectorAll("p,h1,h2,h3,td,th,dt,dd,a,li,code,summary")) {
      if (element.closest("svg") === null) {
        check(element, getComputedStyle(element).color, ground(element));
      }
    }
    for (const label of document.querySelectorAll("svg text.label")) {
      const box = label.previousElementSibling;
      if (box !== null) {
        check(label, getComputedStyle(label).fill, parse(getComputedStyle(box).fill));
      }
    }
    return wrong;
  });
}

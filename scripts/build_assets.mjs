// Builds static/vendor from the npm packages pinned in package.json: Tabler's CSS without the rules no template uses,
// htmx, the Inter typeface, and one sprite of just the icons the templates name.
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PurgeCSS } from "purgecss";

const packages = "node_modules";
const vendor = "static/vendor";

async function filesBelow(folder, ending) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

async function buildStyles() {
  const [purged] = await new PurgeCSS().purge({
    css: [`${packages}/@tabler/core/dist/css/tabler.min.css`],
    content: ["templates/**/*.html", "static/js/**/*.js"],
    // Attribute selectors such as [data-bs-theme=dark] are set by scripts at run time.
    safelist: { standard: ["html", "body"], greedy: [/data-bs-theme/] },
    variables: false,
  });
  await writeFile(`${vendor}/tabler.css`, purged.css.replace(/\/\*# sourceMappingURL.*?\*\//g, ""));
}

async function buildIcons() {
  const templates = await filesBelow("templates", ".html");
  const names = new Set();
  for (const file of templates) {
    const text = await readFile(file, "utf8");
    for (const match of text.matchAll(/icon\(\s*["']([a-z0-9-]+)["']/g)) names.add(match[1]);
  }
  const symbols = await Promise.all([...names].sort().map(async (name) => {
    const source = await readFile(`${packages}/@tabler/icons/icons/outline/${name}.svg`, "utf8");
    const shapes = source.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
    const drawing = shapes.replace(/<path stroke="none"[^>]*\/>/g, "").replace(/\s+/g, " ").trim();
    return `<symbol id="icon-${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
      `stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>`;
  }));
  await writeFile(`${vendor}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

async function copyTypeface() {
  const source = `${packages}/@fontsource-variable/inter`;
  const css = await readFile(`${source}/index.css`, "utf8");
  await mkdir(`${vendor}/files`);
  const files = [...css.matchAll(/files\/([\w-]+\.woff2)/g)].map((match) => match[1]);
  await Promise.all(files.map((file) => cp(`${source}/files/${file}`, `${vendor}/files/${file}`)));
  await writeFile(`${vendor}/inter.css`, css);
}

await rm(vendor, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });
await Promise.all([
  buildStyles(),
  buildIcons(),
  copyTypeface(),
  cp(`${packages}/htmx.org/dist/htmx.min.js`, `${vendor}/htmx.js`),
]);

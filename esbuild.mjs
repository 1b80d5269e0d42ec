// Bundle <app>/assets/*.{js,css} into <app>/static/<app>/dist/. Names stay; WhiteNoise adds the hashes.
import { build } from "esbuild";
import { readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

const apps = readdirSync(".").filter((name) => {
  try { return statSync(path.join(name, "assets")).isDirectory(); } catch { return false; }
});

// Geoman's stylesheet names a source map that it does not ship: a manifest that checks references would stop there.
const withoutSourceMapComments = {
  name: "without-source-map-comments",
  setup(b) {
    b.onLoad({ filter: /\.css$/ }, async (args) => ({
      contents: (await readFile(args.path, "utf8")).replace(/\/\*# sourceMappingURL=.*?\*\//g, ""),
      loader: "css",
      resolveDir: path.dirname(args.path),
    }));
  },
};

for (const app of apps) {
  const entryPoints = readdirSync(path.join(app, "assets"))
    .filter((file) => /\.(js|css)$/.test(file))
    .map((file) => path.join(app, "assets", file));
  if (!entryPoints.length) continue;
  await build({
    entryPoints,
    outdir: path.join(app, "static", app, "dist"),
    bundle: true,
    splitting: false,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    assetNames: "files/[name]-[hash]",
    loader: { ".woff2": "file", ".woff": "file", ".png": "file", ".svg": "file", ".gif": "file" },
    plugins: [withoutSourceMapComments],
    logLevel: "warning",
  });
}
